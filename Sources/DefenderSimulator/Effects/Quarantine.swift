/// One action that came into being: an effect on a machine.
public struct Quarantine: Hashable, Codable, Sendable {
    public var at: String
    public var steadyMilliseconds: Int64
    public var tenant: String
    public var actionID: String
    public var machineID: String
    public var sha1: String
    public var comment: String
    public var requestor: String
    /// Somebody else's, as the script has it: no effect of the client's.
    public var isForeign: Bool
    /// The number of the arrival that asked for it.
    public var arrival: Int?
}
