import Foundation

/// Raised once: no new work is begun from then on, what is in flight goes to its end.
final class StopFlag: @unchecked Sendable {
    private let lock = NSLock()
    private var raised = false

    var isRaised: Bool { lock.withLock { raised } || Task.isCancelled }

    func raise() {
        lock.withLock { raised = true }
    }
}
