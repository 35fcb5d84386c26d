/// `MachineAction.status`. Any text can be scripted; those named here are the known ones. (defender-api, section 2.3)
public struct SimulatedStatus: RawRepresentable, Hashable, Codable, Sendable {
    public let rawValue: String

    public init(rawValue: String) {
        self.rawValue = rawValue
    }

    public static let pending = SimulatedStatus(rawValue: "Pending")
    public static let inProgress = SimulatedStatus(rawValue: "InProgress")
    public static let succeeded = SimulatedStatus(rawValue: "Succeeded")
    public static let failed = SimulatedStatus(rawValue: "Failed")
    public static let timeOut = SimulatedStatus(rawValue: "TimeOut")
    public static let cancelled = SimulatedStatus(rawValue: "Cancelled")

    public static let finals: [SimulatedStatus] = [.succeeded, .failed, .timeOut, .cancelled]

    public var isFinal: Bool { Self.finals.contains(self) }
}
