/// How long to wait before the next attempt to start a worker: not at all after a life that was of use, longer and longer
/// while workers end before they are ready or have done anything, so that a broken installation is no fork bomb.
struct RestartBackoff {
    static let first = Duration.milliseconds(50)
    static let longest = Duration.seconds(5)

    /// Attempts in a row that came to nothing.
    private(set) var failures = 0

    var delay: Duration {
        guard failures > 0 else { return .zero }
        return failures > 7 ? Self.longest : min(Self.first * (1 << (failures - 1)), Self.longest)
    }

    mutating func wasOfUse() {
        failures = 0
    }

    mutating func failed() {
        failures += 1
    }
}
