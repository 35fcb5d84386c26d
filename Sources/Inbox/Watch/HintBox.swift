import Foundation

/// Where the kernel's events are kept, by name and bounded, until somebody looks.
final class HintBox: @unchecked Sendable {
    private let lock = NSLock()
    private var hints = WatchHints()
    private let limit: Int
    let signal = Signal()

    init(limit: Int) {
        self.limit = limit
    }

    func note(_ later: WatchHints) {
        if later.isEmpty { return }
        lock.withLock { hints.merge(later, limit: limit) }
        signal.raise()
    }

    /// All there is, and forgets it.
    func take() -> WatchHints {
        lock.withLock {
            defer { hints = WatchHints() }
            return hints
        }
    }
}
