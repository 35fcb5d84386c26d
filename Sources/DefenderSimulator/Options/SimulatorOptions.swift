public import LoopbackHTTPServer

/// Everything that can be set about a simulated Defender. The defaults serve any tenant, client and machine.
public struct SimulatorOptions: Sendable {
    /// A loopback host (others are refused) and a port; 0 lets the system choose.
    public var host = "127.0.0.1"
    public var port = 0
    /// The same seed and the same order of requests give the same ids, final statuses and faults.
    public var seed: UInt64 = 1
    public var access = AccessOptions()
    public var lifecycle = LifecycleOptions()
    public var inventory = InventoryOptions()
    public var quota = QuotaOptions()
    public var listing = ListingOptions()
    /// Rules that hold from the start.
    public var faults: [FaultRule] = []
    /// JSON lines are appended here: each is in the file, by one write(2), before the answer it tells of leaves.
    public var effectsFile: String?
    /// Whether each write to the effects file is followed by fdatasync(2).
    public var syncsEffects = false
    /// How many arrivals are kept in memory; the oldest go first. Quarantines and counts are kept whole.
    public var keptArrivals = 200_000
    public var limits = ServerLimits(connections: 1024)

    public init() {}
}
