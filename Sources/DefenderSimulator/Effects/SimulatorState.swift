/// The simulated service at one moment.
public struct SimulatorState: Hashable, Codable, Sendable {
    public struct Action: Hashable, Codable, Sendable {
        public var tenant: String
        public var id: String
        public var machineID: String
        public var sha1: String
        public var comment: String
        public var status: SimulatedStatus
        public var createdAt: String
    }

    /// Of each tenant in order of creation.
    public var actions: [Action]
    /// Late effects still to come.
    public var awaited: Int
    public var tokens: Int
    public var faults: [FaultState]
}
