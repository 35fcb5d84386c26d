import Foundation
import LazaretCore

/// Folds repeated identical failures: the first is logged at once, then one line a period with how many there were.
final class LogFolder: @unchecked Sendable {
    private struct Seen {
        var since: Steady
        var folded: Int
    }

    private let lock = NSLock()
    private var seen: [String: Seen] = [:]
    private let period: Duration
    /// Different failures that are remembered; more begin anew.
    private let limit = 1000

    init(period: Duration = .seconds(300)) {
        self.period = period
    }

    /// Nil: fold it. Else log it, with the number of those folded since the last line.
    func admit(_ key: String, at now: Steady) -> Int? {
        lock.withLock {
            if let entry = seen[key], now < entry.since + period {
                seen[key]?.folded += 1
                return nil
            }
            let folded = seen[key]?.folded ?? 0
            if seen.count >= limit { seen.removeAll() }
            seen[key] = Seen(since: now, folded: 0)
            return folded
        }
    }

    func forget(_ key: String) {
        lock.withLock { () -> Void in seen[key] = nil }
    }
}
