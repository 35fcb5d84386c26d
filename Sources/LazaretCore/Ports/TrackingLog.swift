/// The action log, as tracking and cancelling see it.
public protocol TrackingLog: CallLog {
    /// The tenant's submitted actions whose next look is due at `now`, with every other open one that a List call would
    /// bring anyway (`limit` in all, the longest due first), or when the next is due.
    func dueForTracking(tenant: String, limit: Int, at now: Moment) async throws -> TrackingRound

    /// What a round found, all of it in one transaction with the call's row.
    func record(_ sightings: [Sighting], call: FinishedCall, at now: Moment) async throws

    /// A cancel that an operator asked for after submission and that is due, oldest first, or when the next is due.
    func dueCancel(tenant: String, at now: Moment) async throws -> DueCancel

    /// The API's answer to a cancel: with the action's new state, or only the call's row where it changed nothing.
    /// `retryAt` keeps the request for later; nil ends it.
    func record(
        _ task: CancelTask, call: FinishedCall, sighting: Sighting?, retryAt: Instant?, at now: Moment
    ) async throws
}

public struct TrackingRound: Hashable, Sendable {
    public var open: [OpenAction]
    public var next: Instant?

    public init(open: [OpenAction], next: Instant?) {
        self.open = open
        self.next = next
    }
}

public struct OpenAction: Hashable, Sendable {
    public var actionID: Int64
    public var machineActionID: String
    public var submittedAt: Instant
    public var status: MachineAction.Status
    /// Its own time has come. One that only comes along is written where its status has changed, and else left alone.
    public var isDue: Bool

    public init(
        actionID: Int64, machineActionID: String, submittedAt: Instant, status: MachineAction.Status, isDue: Bool
    ) {
        self.actionID = actionID
        self.machineActionID = machineActionID
        self.submittedAt = submittedAt
        self.status = status
        self.isDue = isDue
    }
}

/// What tracking saw of one open action. The state follows from the status; none leaves it `submitted`.
public struct Sighting: Hashable, Sendable {
    public var actionID: Int64
    /// Nil where the action was missing from the answer (the list lags, defender-api section 4.1).
    public var machineAction: MachineAction?
    /// When to look again, while it is open.
    public var nextCheck: Instant

    public init(actionID: Int64, machineAction: MachineAction?, nextCheck: Instant) {
        self.actionID = actionID
        self.machineAction = machineAction
        self.nextCheck = nextCheck
    }
}

public enum DueCancel: Hashable, Sendable {
    case due(CancelTask)
    case nothing(next: Instant?)
}

public struct CancelTask: Hashable, Sendable {
    public var actionID: Int64
    public var machineActionID: String
    /// The person's; may be empty.
    public var comment: String
    public var actor: String

    /// What Defender is told: it refuses a cancel without a comment.
    public var remark: String { comment.allSatisfy(\.isWhitespace) ? "Cancelled by \(actor)" : comment }

    public init(actionID: Int64, machineActionID: String, comment: String, actor: String) {
        self.actionID = actionID
        self.machineActionID = machineActionID
        self.comment = comment
        self.actor = actor
    }
}
