/// The action log, as submitting and looking see it. Every verb is one durable transaction; none is cancellable.
public protocol SubmissionLog: CallLog {
    /// At start: every `sending` becomes `unconfirmed` (reason `crashed`) and its attempt is closed as `unknown`. Looks made
    /// before count no more: how far apart they are is measured on this process's clock. Returns how many became so.
    func recover(at now: Moment) async throws -> Int

    /// Is anything of the tenant queued and due, and submitting allowed? A cheap read; ``claim(_:at:)`` decides.
    func nextDue(tenant: String, at now: Moment) async throws -> DueSubmission

    /// Picks the tenant's next due action (severity first, then age, see ``QueueRank``; never a machine that has an open
    /// POST), judges it again by the rules, and writes the intent: state `sending`, attempt row, quota slot, comment with
    /// marker. What no longer passes is moved on (`expired`, `denied`, `held`) in the same transaction and the next is tried.
    func claim(_ request: ClaimRequest, at now: Moment) async throws -> ClaimResult

    /// Just before the POST: is the claim still this process's to send? No longer where another daemon has taken the log
    /// over meanwhile, because this one was stopped for so long. A cheap read.
    func isStillOurs(_ claim: Claim) async throws -> Bool

    /// The outcome of a claimed POST: attempt, slot and state together.
    func record(_ claim: Claim, call: FinishedCall, change: ActionChange, at now: Moment) async throws

    /// The tenant's unconfirmed action whose look is due, oldest first.
    func dueLook(tenant: String, at now: Moment) async throws -> DueLook

    /// The outcome of a look.
    func record(_ look: Look, call: FinishedCall, change: ActionChange, at now: Moment) async throws

    /// After the wall clock was set back: what the tenant has due later than `horizon` (farther away than anything is ever put
    /// off) is due now.
    func pullForward(tenant: String, dueAfter horizon: Instant, at now: Moment) async throws
}

public enum DueSubmission: Hashable, Sendable {
    case now
    /// Nothing before this.
    case later(Instant)
    case nothing
    /// The kill switch is on.
    case paused
}

public struct ClaimRequest: Hashable, Sendable {
    public var tenant: String
    public var rules: PolicyRules
    public var retry: RetryPolicy
    /// The latest moment at which this POST can end (transport timeouts and a margin).
    public var deadline: Steady

    public init(tenant: String, rules: PolicyRules, retry: RetryPolicy, deadline: Steady) {
        self.tenant = tenant
        self.rules = rules
        self.retry = retry
        self.deadline = deadline
    }
}

public enum ClaimResult: Hashable, Sendable {
    case claimed(Claim)
    /// The kill switch is on.
    case paused
    /// Nothing is due; the earliest known due time, if any. Actions behind an open POST do not count: its end wakes the lane.
    case nothing(next: Instant?)
}

/// An action whose intent is durable: the POST may leave now, once.
public struct Claim: Hashable, Sendable {
    public var actionID: Int64
    public var attemptID: Int64
    public var tenant: String
    public var submission: Submission
    /// Attempts that counted, this one not included.
    public var attempts: Int
    /// When the alert arrived: `maximumAge` counts from here.
    public var arrivedAt: Instant
    public var deadline: Steady

    public init(
        actionID: Int64, attemptID: Int64, tenant: String, submission: Submission, attempts: Int, arrivedAt: Instant,
        deadline: Steady
    ) {
        self.actionID = actionID
        self.attemptID = attemptID
        self.tenant = tenant
        self.submission = submission
        self.attempts = attempts
        self.arrivedAt = arrivedAt
        self.deadline = deadline
    }
}

public enum DueLook: Hashable, Sendable {
    case due(Look)
    case nothing(next: Instant?)
}

/// An unconfirmed action that is to be looked for in Defender's list.
public struct Look: Hashable, Sendable {
    public var actionID: Int64
    public var submission: Submission
    /// When the last POST left: the list is searched from a margin before it.
    public var sentAt: Instant
    /// Looks that already found nothing since that POST.
    public var looks: Int
    /// `unknown_outcome`, `crashed` or `already_running`
    public var reason: Reason
    public var attempts: Int
    public var arrivedAt: Instant
    /// Defender's ids of what the action came to before a person retried it: they carry its marker, and are not it.
    public var earlierIDs: Set<String>

    public init(
        actionID: Int64, submission: Submission, sentAt: Instant, looks: Int, reason: Reason, attempts: Int,
        arrivedAt: Instant, earlierIDs: Set<String> = []
    ) {
        self.actionID = actionID
        self.submission = submission
        self.sentAt = sentAt
        self.looks = looks
        self.reason = reason
        self.attempts = attempts
        self.arrivedAt = arrivedAt
        self.earlierIDs = earlierIDs
    }
}
