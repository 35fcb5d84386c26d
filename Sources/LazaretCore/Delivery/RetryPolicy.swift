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

    /// Full jitter over an exponential: uniform between 0 and min(maximumDelay, initialDelay * 2^(attempt-1)), never under
    /// a tenth of it, so that two attempts never fall together.
    ///
    /// `attempt`: 1 after the first try. `chance`: uniform in 0..<1, the caller's.
    public func delay(afterAttempt attempt: Int, chance: Double) -> Duration {
        let doublings = min(max(attempt - 1, 0), 40)
        let ceiling = min(
            Double(maximumDelay.milliseconds), Double(max(initialDelay.milliseconds, 1)) * Double(1 << doublings))
        return .milliseconds(Int64(ceiling * (0.1 + 0.9 * chance)))
    }
}
