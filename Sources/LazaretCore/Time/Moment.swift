/// A point on the boot clock (CLOCK_BOOTTIME), in whole milliseconds: it never jumps, and counts suspended time.
///
/// Quota slots, pauses and waits are measured on it. Its zero means nothing across a restart of the machine, so what is
/// stored carries the boot's id beside it.
public struct Steady: Hashable, Comparable, Sendable {
    public var milliseconds: Int64

    public init(milliseconds: Int64) {
        self.milliseconds = milliseconds
    }

    public static func < (left: Steady, right: Steady) -> Bool { left.milliseconds < right.milliseconds }

    public static func + (steady: Steady, duration: Duration) -> Steady {
        Steady(milliseconds: steady.milliseconds.saturatingAdd(duration.milliseconds))
    }

    public static func - (steady: Steady, duration: Duration) -> Steady {
        Steady(milliseconds: steady.milliseconds.saturatingAdd(-duration.milliseconds))
    }

    public static func - (later: Steady, earlier: Steady) -> Duration {
        .milliseconds(later.milliseconds.saturatingAdd(-earlier.milliseconds))
    }
}

/// Both clocks, read together: `wall` for people and the action log, `steady` for measuring.
public struct Moment: Hashable, Sendable {
    public var wall: Instant
    public var steady: Steady

    public init(wall: Instant, steady: Steady) {
        self.wall = wall
        self.steady = steady
    }
}

/// The one clock of a process. The daemon has the real one, tests a manual one.
public protocol TimeSource: Sendable {
    /// Never blocks.
    func now() -> Moment

    /// The id of this boot (`/proc/sys/kernel/random/boot_id`): ``Steady`` values of another boot cannot be compared.
    var boot: String { get }

    /// Returns at `deadline` or later; at once if it has passed. Throws only `CancellationError`.
    func sleep(until deadline: Steady) async throws
}
