public import LazaretCore

/// The ports of one tenant's delivery, handed to each of its services.
public struct DeliveryContext: Sendable {
    public typealias Log = SubmissionLog & TrackingLog & LaneLog & LookupLog

    public let tenant: String
    public let gateway: any DefenderGateway
    public let lookups: any LookupGateway
    public let log: any Log
    public let time: any TimeSource
    public let observer: any DeliveryObserver
    /// Uniform in 0..<1.
    public let chance: @Sendable () -> Double
    let stop = StopFlag()
    let pulses = Pulses<Operation>()

    public init(
        tenant: String, gateway: any DefenderGateway & LookupGateway, log: any Log, time: any TimeSource,
        observer: any DeliveryObserver, chance: @escaping @Sendable () -> Double
    ) {
        self.tenant = tenant
        self.gateway = gateway
        lookups = gateway
        self.log = log
        self.time = time
        self.observer = observer
        self.chance = chance
    }
}
