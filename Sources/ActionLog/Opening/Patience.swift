import GRDB
import Glibc

import class Foundation.NSLock

/// How long an opener waits while another process has the write lock: looked for every two milliseconds. SQLite's own waiting
/// sleeps longer each time, up to a tenth of a second, and so past the rests that retention in another process leaves for others.
public struct Patience: Sendable {
    public var limit: Duration
    /// Called at each look that finds the lock taken, on the thread that waits.
    public var whileWaiting: @Sendable () -> Void

    public init(_ limit: Duration, whileWaiting: @escaping @Sendable () -> Void = {}) {
        self.limit = limit
        self.whileWaiting = whileWaiting
    }

    /// Longer than any transaction of ours takes, but that of one file with tens of thousands of alerts (docs/inbox.md).
    public static var usual: Patience { Patience(.seconds(5)) }

    var busyMode: Database.BusyMode {
        let waiting = Waiting()
        return .callback { tries in
            guard waiting.time(afresh: tries == 0) < limit else { return false }
            whileWaiting()
            usleep(2000)
            return true
        }
    }

    /// Since when the connections that share it have waited for the lock.
    private final class Waiting: @unchecked Sendable {
        private let lock = NSLock()
        private var since = ContinuousClock.now

        func time(afresh: Bool) -> Duration {
            lock.withLock {
                if afresh { since = .now }
                return ContinuousClock.now - since
            }
        }
    }
}
