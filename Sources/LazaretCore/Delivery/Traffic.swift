/// When may a tenant's next call leave? All lanes of one tenant: quota, pauses, calls in flight, and whether the service is
/// there at all. A value: events in, permissions and pauses out; no clock and no chance inside. Rules and reasons stand in
/// `docs/delivery.md`.
public struct Traffic: Sendable {
    public enum Permission: Hashable, Sendable {
        /// The call may leave; the place is taken until ``end(_:event:usedQuota:at:chance:)`` or ``giveBack(_:)``.
        case granted(Reservation)
        /// Not before this instant.
        case at(Steady)
        /// Not before a call in flight has ended, or a place was given back.
        case afterAnother
    }

    public struct Reservation: Hashable, Sendable {
        public let lane: Operation
        public let deadline: Steady
        public let takenAt: Steady
        /// In the order in which places were taken.
        let number: Int
    }

    /// How long to pause, why, and what a person should read. `length` nil: not a lane's pause (the service is silent);
    /// `.zero`: a pause is over.
    public struct Pause: Hashable, Sendable {
        public var length: Duration?
        public var reason: String
        public var message: String

        public init(length: Duration?, reason: String, message: String) {
            self.length = length
            self.reason = reason
            self.message = message
        }
    }

    var throttle: ThrottlePolicy
    var retry: RetryPolicy
    var lanes: [Operation: Lane] = [:]
    /// Calls in a row that got no answer, over all lanes.
    var silences = 0
    var silentUntil: Steady?
    var lastNumber = 0

    public init(throttle: ThrottlePolicy, retry: RetryPolicy) {
        self.throttle = throttle
        self.retry = retry
    }

    /// Slots and pause that outlived the process. `fault`: what the pause was for, where it was not a 429.
    public mutating func restore(lane: Operation, slots: [Steady], pausedUntil: Steady?, fault: LaneFault.Kind?) {
        var restored = self[lane]
        restored.log.restore(slots)
        if let pausedUntil {
            restored.pausedUntil = pausedUntil
            restored.probing = fault != nil
            restored.awaitsSignIn = fault.map { !$0.isOneOperations } ?? false
            restored.throttles = fault == nil ? 1 : 0
        }
        lanes[lane] = restored
    }

    /// A reload: new limits at once, over the calls that are already counted.
    public mutating func adopt(throttle: ThrottlePolicy, retry: RetryPolicy) {
        self.throttle = throttle
        self.retry = retry
        for name in lanes.keys { lanes[name]?.log.adopt(throttle) }
    }

    /// Slots from before what the lanes remember, after a reload to longer windows.
    public mutating func restore(lane: Operation, earlier slots: [Steady]) {
        var restored = self[lane]
        restored.log.restore(slots)
        lanes[lane] = restored
    }

    /// A place for one call of `operation`, in its lane. Looks for unconfirmed actions and the tracker share the List call's
    /// quota: when it is short, the last tenth is the looks', because a machine waits for each of them.
    public mutating func reserve(_ operation: Operation, deadline: Steady, at now: Steady) -> Permission {
        let name = operation.lane
        var lane = self[name]
        if let until = lane.pausedUntil, now < until { return .at(until) }
        if let until = silentUntil, now < until { return .at(until) }
        if isSilent, inFlight > 0 { return .afterAnother }
        if lane.inFlight >= (lane.probing ? 1 : throttle.maximumInFlight) { return .afterAnother }
        let earliest = lane.log.earliest(at: now, leavingTenth: operation == .list)
        guard earliest <= now else { return .at(earliest) }
        lane.pausedUntil = nil
        lane.awaitsSignIn = false
        lane.inFlight += 1
        lane.log.take(deadline: deadline)
        lanes[name] = lane
        lastNumber += 1
        return .granted(Reservation(lane: name, deadline: deadline, takenAt: now, number: lastNumber))
    }

    /// Nothing was sent on it.
    public mutating func giveBack(_ reservation: Reservation) {
        var lane = self[reservation.lane]
        lane.inFlight -= 1
        lane.log.release(deadline: reservation.deadline)
        lanes[reservation.lane] = lane
    }

    /// For `status` and metrics.
    public mutating func usage(of name: Operation, at now: Steady) -> [(per: Duration, limit: Int, used: Int)] {
        var lane = self[name]
        defer { lanes[name] = lane }
        return lane.log.usage(at: now)
    }

    public var inFlight: Int { lanes.values.reduce(0) { $0 + $1.inFlight } }

    var isSilent: Bool { silences >= Self.silencesUntilProbing }

    /// One lost answer is weather; so many in a row are a dead service, which is then probed by single calls.
    static let silencesUntilProbing = 3

    subscript(_ name: Operation) -> Lane {
        lanes[name] ?? Lane(log: ThrottleLog(policy: throttle))
    }
}

extension Traffic {
    /// One operation's calls.
    struct Lane: Sendable {
        var log: ThrottleLog
        var inFlight = 0
        var pausedUntil: Steady?
        /// The pause is a fault's: after it, one call at a time until one is answered.
        var probing = false
        /// The pause is a sign-in's that was refused: it ends early where the credential changes.
        var awaitsSignIn = false
        /// Pauses by 429 since the last answer.
        var throttles = 0
        /// After a first 401: calls up to this number left with a token that is known to be bad.
        var doubtedUpTo: Int?

        init(log: ThrottleLog) {
            self.log = log
        }
    }
}
