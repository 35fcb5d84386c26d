/// The state of an action (contract, section 5; drawn in `docs/state-machine.md`). Raw values are the column's words.
public enum ActionState: String, CaseIterable, Hashable, Sendable {
    /// Waits for a person, or for its canaries.
    case held
    /// Due at `due_at`.
    case queued
    /// The intent is durable; the POST may be on the wire.
    case sending
    /// The POST's outcome is unknown; it is looked for before any resend.
    case unconfirmed
    /// Defender has it: Pending or InProgress.
    case submitted
    case succeeded
    case failed
    case timedOut = "timed_out"
    case cancelled
    /// Defender refuses it for good.
    case refused
    /// A rule or a person refused it.
    case denied
    /// Too old or too often tried.
    case expired
    /// Would have been sent.
    case dryRun = "dry_run"

    public var isFinal: Bool {
        switch self {
        case .held, .queued, .sending, .unconfirmed, .submitted: false
        case .succeeded, .failed, .timedOut, .cancelled, .refused, .denied, .expired, .dryRun: true
        }
    }

    /// Finished without the file quarantined, so an operator may put it back in the queue (`lazaret retry`).
    public var mayRetry: Bool { isFinal && self != .succeeded }

    /// Nothing of it has reached Defender yet, and nothing may be on the wire: a cancel is local.
    public var isBeforeSending: Bool { self == .held || self == .queued }

    /// An end other than success for what was let go: a canary that ends so holds the rest.
    public var isBadEnd: Bool {
        switch self {
        case .failed, .timedOut, .cancelled, .refused, .denied, .expired: true
        case .held, .queued, .sending, .unconfirmed, .submitted, .succeeded, .dryRun: false
        }
    }
}
