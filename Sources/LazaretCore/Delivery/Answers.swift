/// What the POST came to. The table with the reason for each row is `docs/delivery.md`.
public enum SubmitOutcome: Hashable, Sendable {
    /// 201, and machine, type, hash and marker are ours.
    case accepted(MachineAction)
    /// 201 about the same machine and file with another marker: somebody else's open action.
    case adopted(MachineAction)
    /// 201 about another file: neither ours nor adopted.
    case foreign(MachineAction)
    /// 400 `ActiveRequestAlreadyExists`, or 400 with that text.
    case alreadyRunning
    /// Final: the service will never take this one.
    case refused
    case throttled
    case laneFault(LaneFault)
    /// No request byte left this machine.
    case notSent
    /// The service may or may not have it.
    case unknown

    /// The word of `attempts.outcome`.
    public var word: String {
        switch self {
        case .accepted: "accepted"
        case .adopted: "adopted"
        case .foreign: "foreign"
        case .alreadyRunning: "already_running"
        case .refused: "refused"
        case .throttled: "throttled"
        case .laneFault: "lane_fault"
        case .notSent: "not_sent"
        case .unknown: "unknown"
        }
    }
}

public struct SubmitAnswer: Hashable, Sendable {
    public var outcome: SubmitOutcome
    public var report: CallReport

    public init(outcome: SubmitOutcome, report: CallReport) {
        self.outcome = outcome
        self.report = report
    }
}

/// What a reading or cancelling call came to; `Value` is a list of actions, one action, a machine or a file.
public enum ReadOutcome<Value: Hashable & Sendable>: Hashable, Sendable {
    case ok(Value)
    /// 404.
    case notFound
    case throttled
    case laneFault(LaneFault)
    /// Everything else; a later call may fare better.
    case failed
    /// 400 or another answer that says this call will never work (cancel of a finished action).
    case refused

    public func map<Other: Hashable & Sendable>(_ transform: (Value) -> Other) -> ReadOutcome<Other> {
        switch self {
        case .ok(let value): .ok(transform(value))
        case .notFound: .notFound
        case .throttled: .throttled
        case .laneFault(let fault): .laneFault(fault)
        case .failed: .failed
        case .refused: .refused
        }
    }
}

public struct ReadAnswer<Value: Hashable & Sendable>: Hashable, Sendable {
    public var outcome: ReadOutcome<Value>
    public var report: CallReport

    public init(outcome: ReadOutcome<Value>, report: CallReport) {
        self.outcome = outcome
        self.report = report
    }
}
