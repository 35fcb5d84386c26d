import Foundation

/// What asks intake to look.
public enum IntakeTrigger: Sendable {
    case hints(WatchHints)
    /// List the whole inbox.
    case rescan
}

/// Triggers not yet looked at, merged and bounded.
final class TriggerBox: @unchecked Sendable {
    struct Pending: Sendable {
        var hints = WatchHints()
        var isRescanWanted = false
    }

    private let lock = NSLock()
    private let limit = 16_384
    private var pending = Pending()
    private var isClosed = false
    let signal = Signal()

    /// No more triggers will come: intake ends when it has nothing left to do.
    var isFinished: Bool { lock.withLock { isClosed } }

    func add(_ trigger: IntakeTrigger) {
        lock.withLock {
            switch trigger {
            case .hints(let hints): pending.hints.merge(hints, limit: limit)
            case .rescan: pending.isRescanWanted = true
            }
        }
        signal.raise()
    }

    func take() -> Pending {
        lock.withLock {
            defer { pending = Pending() }
            return pending
        }
    }

    func finish() {
        lock.withLock { isClosed = true }
        signal.raise()
    }
}
