/// What of a lane must outlive the process, and the kill switch.
public protocol LaneLog: Sendable {
    func pauses(tenant: String) async throws -> [LanePause]

    /// Stores or, with nil, lifts the pause of one lane. One transaction.
    func setPause(tenant: String, lane: Operation, pause: LanePause?, at now: Moment) async throws

    /// The kill switch: who turned it on, when and why; nil while submitting is allowed.
    func killSwitch() async throws -> KillSwitch?

    /// Time-outs of held actions, canaries that may go on, queued actions that grew too old: all that changes by time alone.
    /// Returns the tenants that got new work, and when to come again.
    func settle(rules: PolicyRules, retry: RetryPolicy, at now: Moment) async throws -> Settled
}

public struct LanePause: Hashable, Sendable {
    public var lane: Operation
    public var until: Instant
    /// `throttled`, or ``LaneFault/Kind`` or `unreachable`
    public var reason: String
    public var message: String

    public init(lane: Operation, until: Instant, reason: String, message: String) {
        self.lane = lane
        self.until = until
        self.reason = reason
        self.message = message
    }

    /// A 429's pause ends by itself; any other is there until a call has been answered.
    public var isFault: Bool { reason != Reason.throttled.rawValue }

    /// Whether it holds its lane, as people are to see it.
    public func isShown(at now: Instant) -> Bool { isFault || until > now }
}

public struct KillSwitch: Hashable, Sendable {
    /// Who pauses by the pause file is whoever may write the state directory.
    public static let fileActor = "pause-file"

    public var at: Instant
    public var actor: String
    public var reason: String

    public init(at: Instant, actor: String, reason: String) {
        self.at = at
        self.actor = actor
        self.reason = reason
    }
}

public struct Settled: Hashable, Sendable {
    public var tenantsWithWork: Set<String>
    public var next: Instant?

    public init(tenantsWithWork: Set<String> = [], next: Instant? = nil) {
        self.tenantsWithWork = tenantsWithWork
        self.next = next
    }
}
