/// What the end of a call does to its lane.
extension Traffic {
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
            noteSilence(reservation, at: now, chance: chance)
            return isSilent ? Pause(length: nil, reason: "unreachable", message: message) : nil
        }
        silences = 0
        silentUntil = nil
        switch event {
        case .answered, .unreachable: return answered(&lane, at: now)
        case .throttled(let retryAfter): return throttled(&lane, retryAfter, at: now)
        case .fault(let fault):
            if fault.kind == .unauthorized, isFirstUnauthorized(&lane, reservation) { return nil }
            // The sign-in's fault says nothing of the service: a pause that is in force stays what it is.
            if !fault.kind.isOneOperations, let until = lane.pausedUntil, now < until { return nil }
            lane.awaitsSignIn = !fault.kind.isOneOperations
            lane.probing = true
            lane.doubtedUpTo = nil
            // Where a 429 told a longer pause, that one holds.
            let until = max(lane.pausedUntil ?? now, now + retry.maximumDelay)
            lane.pausedUntil = until
            return Pause(length: until - now, reason: fault.kind.rawValue, message: fault.message)
        }
    }

    /// A lane is paused because a sign-in was refused.
    public var awaitsSignIn: Bool { lanes.values.contains { $0.awaitsSignIn } }

    /// The credential is another one, or somebody has signed in: lanes that were paused for it are probed now.
    public mutating func signInChanged() {
        for name in lanes.keys where lanes[name]?.awaitsSignIn == true {
            lanes[name]?.awaitsSignIn = false
            lanes[name]?.pausedUntil = nil
        }
    }

    /// An answer opens the lane, unless it is to a call from before a pause that still holds.
    private func answered(_ lane: inout Lane, at now: Steady) -> Pause? {
        if let until = lane.pausedUntil, now < until { return nil }
        let wasPaused = lane.throttles > 0 || (lane.probing && lane.doubtedUpTo == nil)
        lane.pausedUntil = nil
        lane.awaitsSignIn = false
        lane.probing = false
        lane.throttles = 0
        lane.doubtedUpTo = nil
        return wasPaused ? Pause(length: .zero, reason: "", message: "") : nil
    }

    /// 429s that came together are one: only the first makes the next pause longer.
    private func throttled(_ lane: inout Lane, _ retryAfter: RetryAfter?, at now: Steady) -> Pause? {
        let isPaused = lane.pausedUntil.map { now < $0 } ?? false
        if isPaused && retryAfter == nil { return nil }
        let length = pauseLength(retryAfter, throttles: lane.throttles)
        if !isPaused { lane.throttles += 1 }
        var until = now + length
        if let paused = lane.pausedUntil, isPaused, until <= paused {
            guard lane.awaitsSignIn else { return nil }
            // A new credential must not shorten what the service has told.
            until = paused
        }
        lane.awaitsSignIn = false
        lane.pausedUntil = until
        return Pause(length: until - now, reason: Reason.throttled.rawValue, message: "429 from the service")
    }

    /// Seconds as told, at least one, at most ``longestPause(throttle:retry:)``; without a readable header, from one second
    /// doubling to `maximumDelay`.
    private func pauseLength(_ retryAfter: RetryAfter?, throttles: Int) -> Duration {
        guard let told = retryAfter?.delay else {
            return min(.seconds(1 << min(throttles, 20)), retry.maximumDelay)
        }
        return min(max(told, .seconds(1)), Self.longestPause(throttle: throttle, retry: retry))
    }

    /// No quota needs more: an hour, Defender's longest window (defender-api, section 3.4), or longer where ours are.
    public static func longestPause(throttle: ThrottlePolicy, retry: RetryPolicy) -> Duration {
        max(throttle.longestWindow, retry.maximumDelay, .seconds(3600))
    }

    /// The first 401 costs a fresh token and another call, one at a time, each with a quota slot of its own; only a call that
    /// left after it and is refused again is the lane's fault. Calls that left with the old token prove nothing.
    private func isFirstUnauthorized(_ lane: inout Lane, _ reservation: Reservation) -> Bool {
        if let doubted = lane.doubtedUpTo { return reservation.number <= doubted }
        if lane.probing { return false }
        lane.doubtedUpTo = lastNumber
        lane.probing = true
        return true
    }

    /// Calls that failed together count once: only a probe that fails makes the next wait longer. The wait runs from the
    /// probe's start: one that hung until its time-out must not put off the next by as much again.
    private mutating func noteSilence(_ reservation: Reservation, at now: Steady, chance: Double) {
        if let until = silentUntil, reservation.takenAt < until { return }
        silences += 1
        guard isSilent else { return }
        var patience = retry
        patience.maximumDelay = min(retry.maximumDelay, RetryPolicy.longestSilence)
        patience.initialDelay = min(retry.initialDelay, patience.maximumDelay)
        let step = silences - Self.silencesUntilProbing + 1
        let wait = patience.delay(afterAttempt: step, chance: 0.8 + 0.2 * chance)
        silentUntil = max(reservation.takenAt + wait, now + patience.initialDelay)
    }
}
