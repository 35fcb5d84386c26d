import Glibc
import LazaretCore

/// The machine's own clocks, where a test is about real files and real writers.
struct RealTime: TimeSource {
    let boot = "test"

    static var wall: Instant { Instant(milliseconds: read(CLOCK_REALTIME)) }

    func now() -> Moment {
        Moment(wall: Self.wall, steady: Steady(milliseconds: Self.read(CLOCK_BOOTTIME)))
    }

    func sleep(until deadline: Steady) async throws {
        try await Task.sleep(for: max(deadline - now().steady, .zero))
    }

    private static func read(_ clock: clockid_t) -> Int64 {
        var time = timespec()
        clock_gettime(clock, &time)
        return Int64(time.tv_sec) * 1000 + Int64(time.tv_nsec) / 1_000_000
    }
}
