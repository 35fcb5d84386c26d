/// When may a tenant's next call leave? All lanes of one tenant: quota, pauses, calls in flight, and whether the service is
/// there at all. A value: events in, permissions and pauses out; no clock and no chance inside.
public struct Traffic: Sendable {
    public enum Permission: Hashable, Sendable {
        /// The call may leave; the place is taken until ``end(_:event:at:chance:)`` or ``giveBack(_:)``.
        case granted(Reservation)
        /// Not before this instant.
        case at(Steady)
        /// Not before a call in flight has ended.
        case afterAnother
    }

    public struct Reservation: Hashable, Sendable {
        public let lane: Operation
        public let deadline: Steady
    }

    private struct Lane {
        var log: ThrottleLog
        var inFlight = 0
        var pausedUntil: Steady?
        /// The pause is a fault's: after it, one call at a time until one is answered.
        var probing = false
        /// 429 without a readable Retry-After, in a row.
        var throttles = 0
    }

    private var throttle: ThrottlePolicy
    private var retry: RetryPolicy
    private var lanes: [Operation: Lane] = [:]
    /// Calls in a row that got no answer, over all lanes.
    private var silences = 0
    private var silentUntil: Steady?

    /// One lost answer is weather; so many in a row are a dead service, which is then probed by single calls.
    private static let silencesUntilProbing = 3

    /// A dead service is asked once in this time at most, so that the full rate is back within a minute.
    private static let longestSilence: Duration = .seconds(45)

    public init(throttle: ThrottlePolicy, retry: RetryPolicy) {
        self.throttle = throttle
        self.retry = retry
    }

    /// Slots and pause that outlived the process.
    public mutating func restore(lane: Operation, slots: [Steady], pausedUntil: Steady?, probing: Bool) {
        var restored = self[lane]
        restored.log.restore(slots)
        restored.pausedUntil = pausedUntil
        restored.probing = probing
        lanes[lane] = restored
    }

    /// A reload: new limits at once, over the calls that are already counted.
    public mutating func adopt(throttle: ThrottlePolicy, retry: RetryPolicy) {
        self.throttle = throttle
        self.retry = retry
        for name in lanes.keys { lanes[name]?.log.adopt(throttle) }
    }

    public mutating func reserve(_ name: Operation, deadline: Steady, at now: Steady) -> Permission {
        var lane = self[name]
        if let until = lane.pausedUntil, now < until { return .at(until) }
        if let until = silentUntil, now < until { return .at(until) }
        if isSilent, lanes.values.contains(where: { $0.inFlight > 0 }) { return .afterAnother }
        if lane.inFlight >= (lane.probing ? 1 : throttle.maximumInFlight) { return .afterAnother }
        let earliest = lane.log.earliest(at: now)
        guard earliest <= now else { return .at(earliest) }
        lane.pausedUntil = nil
        lane.inFlight += 1
        lane.log.take(deadline: deadline)
        lanes[name] = lane
        return .granted(Reservation(lane: name, deadline: deadline))
    }

    /// Nothing was sent on it.
    public mutating func giveBack(_ reservation: Reservation) {
        var lane = self[reservation.lane]
        lane.inFlight -= 1
        lane.log.release(deadline: reservation.deadline)
        lanes[reservation.lane] = lane
    }

    /// The call is over. Returns the pause that the event put on the lane, if any; `.zero` lifts a stored one.
    /// `usedQuota` false: no byte of it left this machine, its slot is free again.
    public mutating func end(
        _ reservation: Reservation, event: CallEvent, usedQuota: Bool = true, at now: Steady, chance: Double
    ) -> Pause? {
        var lane = self[reservation.lane]
        defer { lanes[reservation.lane] = lane }
        lane.inFlight -= 1
        if usedQuota {
            lane.log.complete(deadline: reservation.deadline, at: now)
        } else {
            lane.log.release(deadline: reservation.deadline)
        }
        if case .unreachable(let message) = event {
            noteSilence(at: now, chance: chance)
            return isSilent ? Pause(length: nil, reason: "unreachable", message: message) : nil
        }
        silences = 0
        silentUntil = nil
        switch event {
        case .answered, .unreachable:
            let wasPaused = lane.probing || lane.throttles > 0
            lane.probing = false
            lane.throttles = 0
            return wasPaused ? Pause(length: .zero, reason: "", message: "") : nil
        case .throttled(let retryAfter):
            let length = pauseLength(retryAfter, throttles: lane.throttles)
            lane.throttles += 1
            lane.pausedUntil = max(lane.pausedUntil ?? now, now + length)
            return Pause(length: length, reason: Reason.throttled.rawValue, message: "429 from the service")
        case .fault(let fault):
            lane.probing = true
            lane.pausedUntil = now + retry.maximumDelay
            return Pause(length: retry.maximumDelay, reason: fault.kind.rawValue, message: fault.message)
        }
    }

    private var isSilent: Bool { silences >= Self.silencesUntilProbing }

    /// Calls that failed together count once: only a probe that fails makes the next wait longer.
    private mutating func noteSilence(at now: Steady, chance: Double) {
        if let until = silentUntil, now < until { return }
        silences += 1
        guard isSilent else { return }
        let ceiling = min(retry.maximumDelay, Self.longestSilence)
        let step = silences - Self.silencesUntilProbing + 1
        silentUntil = now + min(retry.delay(afterAttempt: step, chance: 0.8 + 0.2 * chance), ceiling)
    }

    /// How long to pause, why, and what a person should read. `length` nil: not a lane's pause (the service is silent).
    public struct Pause: Hashable, Sendable {
        public var length: Duration?
        public var reason: String
        public var message: String
    }

    /// For `status` and metrics.
    public mutating func usage(of name: Operation, at now: Steady) -> [(per: Duration, limit: Int, used: Int)] {
        var lane = self[name]
        defer { lanes[name] = lane }
        return lane.log.usage(at: now)
    }

    public var inFlight: Int { lanes.values.reduce(0) { $0 + $1.inFlight } }

    /// Seconds as told, at least one, at most the longest window (no quota needs more); without a readable header, from one
    /// second doubling to `maximumDelay`.
    private func pauseLength(_ retryAfter: RetryAfter?, throttles: Int) -> Duration {
        let longestWindow = throttle.windows.map(\.per).max() ?? retry.maximumDelay
        guard let told = retryAfter?.delay else {
            return min(.seconds(1 << min(throttles, 20)), retry.maximumDelay)
        }
        return min(max(told, .seconds(1)), max(longestWindow, retry.maximumDelay))
    }

    private subscript(_ name: Operation) -> Lane {
        lanes[name] ?? Lane(log: ThrottleLog(policy: throttle))
    }
}
