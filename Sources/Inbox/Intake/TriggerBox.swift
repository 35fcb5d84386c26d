import Foundation

/// What asks intake to look.
public enum IntakeTrigger: Sendable {
    case hints(WatchHints)
    /// List the whole inbox.
    case rescan
}

/// Triggers and ends of stages that are not yet looked at: triggers merged and bounded, ends at most one a stage under way.
final class TriggerBox: @unchecked Sendable {
    struct Pending: Sendable {
        var hints = WatchHints()
        var isRescanWanted = false
    }

    private let lock = NSLock()
    private let limit = 16_384
    private var pending = Pending()
    private var ends: [IntakeStageEnd] = []
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

    func add(_ end: IntakeStageEnd) {
        lock.withLock { ends.append(end) }
        signal.raise()
    }

    func takeEnds() -> [IntakeStageEnd] {
        lock.withLock {
            defer { ends = [] }
            return ends
        }
    }

    func finish() {
        lock.withLock { isClosed = true }
        signal.raise()
    }
}
