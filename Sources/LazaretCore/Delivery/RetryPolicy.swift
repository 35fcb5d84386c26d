/// The `retry:` section.
public struct RetryPolicy: Hashable, Sendable {
    public var initialDelay: Duration
    public var maximumDelay: Duration
    /// From the alert's arrival.
    public var maximumAge: Duration
    public var maximumAttempts: Int
    public var findBeforeResend: Duration

    public init(
        initialDelay: Duration = .seconds(2), maximumDelay: Duration = .seconds(300),
        maximumAge: Duration = .seconds(24 * 3600), maximumAttempts: Int = 50,
        findBeforeResend: Duration = .seconds(120)
    ) {
        self.initialDelay = initialDelay
        self.maximumDelay = maximumDelay
        self.maximumAge = maximumAge
        self.maximumAttempts = maximumAttempts
        self.findBeforeResend = findBeforeResend
    }

    /// Full jitter: uniform between `initialDelay` and an edge that doubles with each attempt, up to `maximumDelay`. Two
    /// actions that failed together do not come back together.
    ///
    /// `attempt`: 1 after the first try. `chance`: uniform in 0..<1, the caller's.
    public func delay(afterAttempt attempt: Int, chance: Double) -> Duration {
        let least = Double(max(min(initialDelay, maximumDelay).milliseconds, 1))
        let most = Double(max(maximumDelay.milliseconds, 1))
        let edge = min(most, least * Double(1 << min(max(attempt, 0), 40)))
        return .milliseconds(Int64(least + (edge - least) * chance))
    }

    /// A service that does not answer is asked once in this time at most, and not much later either, so that the full rate is
    /// back within a minute of its first answer.
    public static let longestSilence: Duration = .seconds(45)

    /// For a reading or cancelling call that has come to nothing `failures` times in a row: as ``delay(afterAttempt:chance:)``,
    /// at most ``longestSilence`` where there was no answer at all.
    public func delay<Value>(afterFailures failures: Int, _ outcome: ReadOutcome<Value>, chance: Double) -> Duration {
        var policy = self
        if outcome == .failed { policy.maximumDelay = min(maximumDelay, Self.longestSilence) }
        return policy.delay(afterAttempt: failures, chance: chance)
    }

    /// The longest that this policy puts off a queued or unconfirmed action. One that is due later than this from now was
    /// dated by a clock that has been set back since.
    public var longestDelay: Duration { max(maximumDelay, findBeforeResend) }
}
