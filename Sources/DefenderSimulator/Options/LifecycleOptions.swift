/// How actions come into being and go through their statuses.
public struct LifecycleOptions: Hashable, Sendable {
    /// Of the answered 201: `Pending`, or `InProgress` (then there is no pending phase).
    public var initialStatus = SimulatedStatus.pending
    public var pending: Duration = .seconds(1)
    /// `TimeOut` is reached after both phases without ever running.
    public var running: Duration = .seconds(1)
    /// Final statuses with their weights.
    public var finals: [SimulatedStatus: Double] = [.succeeded: 1]
    /// The first that matches sets apart an action's course.
    public var overrides: [LifecycleOverride] = []
    /// What counts as "the same" for `ActiveRequestAlreadyExists`. Unconfirmed for this action type; that the file is part
    /// of the key is an inference. (defender-api, section 4.1)
    public var lock = Lock.machineAndFile
    /// What a request gets that meets an open action under the lock.
    public var duplicates = Duplicates.reject
    /// nil: the application's id, as real app-only tokens show it. (defender-api, section 2.1)
    public var requestor: String?
    /// Whether `ExternalId` is taken and echoed; otherwise it is an unknown parameter. (defender-api, section 4.3)
    public var acceptsExternalID = false

    public enum Lock: String, Codable, CaseIterable, Sendable {
        case machine
        case machineAndFile
    }

    public enum Duplicates: String, Codable, CaseIterable, Sendable {
        /// 400 `ActiveRequestAlreadyExists`
        case reject
        /// 201 with the action that is open already
        case existing
    }

    public init() {}
}

/// Another course for the actions of some machines or files. Members that are nil stay as the options say.
public struct LifecycleOverride: Hashable, Sendable {
    /// Beginning of the machine id or of the hash, in either case; nil: any.
    public var machine: String?
    public var sha1: String?
    public var initialStatus: SimulatedStatus?
    public var pending: Duration?
    public var running: Duration?
    public var final: SimulatedStatus?

    public init(
        machine: String? = nil, sha1: String? = nil, initialStatus: SimulatedStatus? = nil, pending: Duration? = nil,
        running: Duration? = nil, final: SimulatedStatus? = nil
    ) {
        self.machine = machine
        self.sha1 = sha1
        self.initialStatus = initialStatus
        self.pending = pending
        self.running = running
        self.final = final
    }

    func matches(machine id: String, sha1 hash: String) -> Bool {
        (machine.map { id.hasPrefix($0.lowercased()) } ?? true)
            && (sha1.map { hash.hasPrefix($0.lowercased()) } ?? true)
    }
}
