import Foundation
import LazaretCore

/// Wakes one waiting loop. A ring while nobody waits is kept (once), so none is lost; but nothing may hang on it: whoever
/// waits looks at the action log again in any case.
final class Doorbell: @unchecked Sendable {
    private let lock = NSLock()
    private var hasRung = false
    private var waiter: CheckedContinuation<Void, Never>?

    func ring() {
        let waiter = lock.withLock { () -> CheckedContinuation<Void, Never>? in
            defer { self.waiter = nil }
            if self.waiter == nil { hasRung = true }
            return self.waiter
        }
        waiter?.resume()
    }

    /// Returns at a ring, at `deadline`, or when the task is cancelled. One waiter at a time.
    func wait(until deadline: Steady?, on time: any TimeSource) async {
        await withTaskGroup(of: Void.self) { group in
            group.addTask { await self.rung() }
            if let deadline {
                // Cancellation is the only error, and it ends the wait as a ring does.
                group.addTask { try? await time.sleep(until: deadline) }
            }
            await group.next()
            group.cancelAll()
        }
    }

    private func rung() async {
        await withTaskCancellationHandler {
            await withCheckedContinuation { (continuation: CheckedContinuation<Void, Never>) in
                let isReady = lock.withLock { () -> Bool in
                    if hasRung || Task.isCancelled {
                        hasRung = false
                        return true
                    }
                    waiter = continuation
                    return false
                }
                if isReady { continuation.resume() }
            }
        } onCancel: {
            let waiter = lock.withLock { () -> CheckedContinuation<Void, Never>? in
                defer { self.waiter = nil }
                return self.waiter
            }
            waiter?.resume()
        }
    }
}
