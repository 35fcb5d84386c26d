import CLinux
import Glibc

/// Something to `poll` for beside a socket: raised by any thread, cleared by the one that sleeps on it.
final class Wakeup: Sendable {
    let descriptor: Int32

    /// Nil where the process has no descriptors left.
    init?() {
        descriptor = lz_eventfd()
        if descriptor < 0 { return nil }
    }

    deinit {
        close(descriptor)
    }

    func raise() {
        // Fails only where the counter is full, and then it is raised already.
        _ = eventfd_write(descriptor, 1)
    }

    func clear() {
        var count: eventfd_t = 0
        // Fails only where it is not raised.
        _ = eventfd_read(descriptor, &count)
    }

    /// Sleeps for `duration` or until it is raised; leaves it raised.
    func wait(for duration: Duration) {
        var entry = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
        // An early return by a signal is an early attempt, no harm.
        _ = poll(&entry, 1, duration.pollTimeout)
    }
}
