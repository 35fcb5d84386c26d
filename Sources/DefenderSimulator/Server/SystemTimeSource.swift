import Glibc
public import LazaretCore

/// The machine's clocks.
public struct SystemTimeSource: TimeSource {
    public init() {}

    public func now() -> Moment {
        Moment(
            wall: Instant(milliseconds: Self.milliseconds(CLOCK_REALTIME)),
            steady: Steady(milliseconds: Self.milliseconds(CLOCK_BOOTTIME)))
    }

    /// Means nothing here: the simulator keeps nothing over a restart.
    public var boot: String { "simulator" }

    public func sleep(until deadline: Steady) async throws {
        while true {
            let left = deadline - now().steady
            guard left > .zero else { return }
            // In stretches: the timer underneath stands still while the machine is suspended.
            try await Task.sleep(for: min(left, .seconds(60)))
        }
    }

    private static func milliseconds(_ clock: clockid_t) -> Int64 {
        var time = timespec()
        // Cannot fail for these two clocks and a valid pointer.
        clock_gettime(clock, &time)
        return Int64(time.tv_sec) * 1000 + Int64(time.tv_nsec) / 1_000_000
    }
}
