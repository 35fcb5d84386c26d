import Glibc

/// What a piece of work takes of a processor: not what a machine does besides, which is in every other measure of time.
public enum ProcessorTime {
    /// Of the calling thread alone.
    public static func measure(_ work: () throws -> Void) rethrows -> Duration {
        let before = now()
        try work()
        return now() - before
    }

    private static func now() -> Duration {
        var time = timespec()
        clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
        return .seconds(time.tv_sec) + .nanoseconds(time.tv_nsec)
    }
}
