public import LazaretCore

/// One action in Defender, with the whole course it will take; its status is a question of when one asks.
public struct SimulatedAction: Hashable, Sendable {
    public struct Step: Hashable, Sendable {
        public var at: Steady
        public var status: SimulatedStatus
    }

    public struct Cancellation: Hashable, Sendable {
        public var requestor: String
        public var comment: String
        public var at: Instant
    }

    public let id: String
    public let machineID: String
    public let sha1: String
    public let comment: String
    public let requestor: String
    public let externalID: String?
    public let createdAt: Moment
    /// The last four of the seven digits of its times.
    let lastDigits: Int
    /// Ascending; the first is at its creation.
    public internal(set) var course: [Step]
    public internal(set) var cancellation: Cancellation?

    public func status(at now: Steady) -> SimulatedStatus { step(at: now).status }

    /// When that status began.
    public func updatedAt(_ now: Steady) -> Instant { createdAt.wall + (step(at: now).at - createdAt.steady) }

    /// Leaves the course for good: from `now` on, this status.
    mutating func turn(_ status: SimulatedStatus, at now: Steady) {
        course.removeAll { $0.at > now }
        course.append(Step(at: now, status: status))
    }

    private func step(at now: Steady) -> Step {
        course.last { $0.at <= now } ?? Step(at: createdAt.steady, status: .pending)
    }
}

extension SimulatedAction {
    /// The MachineAction of defender-api, section 2.1: every property seen in real answers, nulls included.
    func json(at now: Steady) -> JSONValue {
        let status = status(at: now)
        let optional = { (text: String?) -> JSONValue in text.map { .string($0) } ?? .null }
        return .object([
            .init("id", .string(id)), .init("type", .string(MachineAction.stopAndQuarantine)), .init("title", .null),
            .init("requestor", .string(requestor)), .init("requestorComment", .string(comment)),
            .init("status", .string(status.rawValue)), .init("machineId", .string(machineID)),
            // The name may be null while Pending.
            .init("computerDnsName", status == .pending ? .null : .string(Inventory.dnsName(machineID))),
            .init("creationDateTimeUtc", .string(TimeText.sevenDigits(createdAt.wall, lastDigits))),
            .init("lastUpdateDateTimeUtc", .string(TimeText.sevenDigits(updatedAt(now), lastDigits))),
            .init("cancellationRequestor", optional(cancellation?.requestor)),
            .init("cancellationComment", optional(cancellation?.comment)),
            .init(
                "cancellationDateTimeUtc", optional(cancellation.map { TimeText.sevenDigits($0.at, lastDigits) })),
            .init("errorHResult", .integer(status == .failed ? -2_147_024_894 : 0)), .init("scope", .null),
            .init("externalId", optional(externalID)), .init("requestSource", .string("PublicApi")),
            .init(
                "relatedFileInfo",
                .object([.init("fileIdentifier", .string(sha1)), .init("fileIdentifierType", .string("Sha1"))])),
            .init("commands", .array([])), .init("troubleshootInfo", .null),
        ])
    }
}
