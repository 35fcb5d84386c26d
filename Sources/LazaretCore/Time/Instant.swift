/// A moment of wall time, UTC, in whole milliseconds since 1970-01-01T00:00:00Z.
///
/// This is what people read and what the action log keeps. It may jump when somebody sets the clock: waits are
/// measured on ``Steady`` instead.
public struct Instant: Hashable, Comparable, Sendable {
    public var milliseconds: Int64

    public init(milliseconds: Int64) {
        self.milliseconds = milliseconds
    }

    public static func < (left: Instant, right: Instant) -> Bool { left.milliseconds < right.milliseconds }

    /// Saturates instead of trapping: an absurd duration from a configuration or a header is only very far away.
    public static func + (instant: Instant, duration: Duration) -> Instant {
        Instant(milliseconds: instant.milliseconds.saturatingAdd(duration.milliseconds))
    }

    public static func - (instant: Instant, duration: Duration) -> Instant {
        Instant(milliseconds: instant.milliseconds.saturatingAdd(-duration.milliseconds))
    }

    public static func - (later: Instant, earlier: Instant) -> Duration {
        .milliseconds(later.milliseconds.saturatingAdd(-earlier.milliseconds))
    }
}

extension Duration {
    /// Whole milliseconds, rounded towards zero, clamped to ±2^62 so that sums and negation never overflow.
    public var milliseconds: Int64 {
        let (seconds, attoseconds) = components
        let bound: Int64 = 1 << 62
        let (whole, overflow) = seconds.multipliedReportingOverflow(by: 1000)
        if overflow { return seconds < 0 ? -bound : bound }
        return min(max(whole.saturatingAdd(attoseconds / 1_000_000_000_000_000), -bound), bound)
    }
}

extension Int64 {
    func saturatingAdd(_ other: Int64) -> Int64 {
        let (sum, overflow) = addingReportingOverflow(other)
        guard overflow else { return sum }
        return other < 0 ? .min : .max
    }
}
