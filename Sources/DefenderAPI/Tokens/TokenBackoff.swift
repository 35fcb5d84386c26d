import LazaretCore

/// When a failed token call may be made again: its own back-off, so that a refused secret does not hammer the login host.
struct TokenBackoff: Sendable {
    /// A reload replaces it; what stands already stands on.
    var policy: RetryPolicy
    private var failures = 0
    private var last: (failure: TokenFailure, until: Steady)?

    /// A fault that passes is tried again at least this often: the full rate is to be back within a minute.
    private static let longestForTransient: Duration = .seconds(30)

    /// Of `policy` the two delays are used.
    init(_ policy: RetryPolicy) {
        self.policy = policy
    }

    /// The failure that still stands at `now`: the answer to everybody who asks meanwhile.
    func failure(at now: Steady) -> TokenFailure? {
        guard let last, now < last.until else { return nil }
        return last.failure
    }

    /// The last failure, also after its time; nil once a token came.
    var lastFailure: TokenFailure? { last?.failure }

    /// Doubles from `initialDelay` (from five times that where the credential is refused) up to `maximumDelay`, at most
    /// half a minute where the fault passes by itself; half of it is left to `chance`, so that many tenants spread. A server's own
    /// delay counts, up to `maximumDelay`.
    mutating func failed(_ failure: TokenFailure, retryAfter: RetryAfter?, at now: Steady, chance: Double) {
        let isTransient = failure.kind == .unavailable
        let ceiling = isTransient ? min(policy.maximumDelay, Self.longestForTransient) : policy.maximumDelay
        let first = max(policy.initialDelay, .milliseconds(1)) * (isTransient ? 1 : 5)
        let doubled = Double(first.milliseconds) * Double(1 << min(failures, 30))
        let delay = Duration.milliseconds(Int64(min(doubled, Double(ceiling.milliseconds))))
        let own = delay / 2 + .milliseconds(Int64(Double(delay.milliseconds) / 2 * chance))
        let asked = min(retryAfter?.delay ?? .zero, policy.maximumDelay)
        failures += 1
        last = (failure, now + max(own, asked))
    }

    /// A token came, or the credential changed: nothing that was learned holds any more.
    mutating func reset() {
        failures = 0
        last = nil
    }
}
