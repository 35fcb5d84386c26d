import Foundation
import LazaretCore

/// Says to one waiting task that there is something to look at. Raised many times before a look, it counts once.
final class Signal: @unchecked Sendable {
    private let lock = NSLock()
    private var isRaised = false
    private var waiter: CheckedContinuation<Void, Never>?

    func raise() {
        let waiter = lock.withLock { () -> CheckedContinuation<Void, Never>? in
            isRaised = self.waiter == nil
            defer { self.waiter = nil }
            return self.waiter
        }
        waiter?.resume()
    }

    /// Returns when raised, cancelled or not. One waiter at a time.
    func waitUntilRaised() async { await wait { false } }

    private func wait(or isOver: () -> Bool) async {
        await withCheckedContinuation { continuation in
            let isReady = lock.withLock { () -> Bool in
                if isRaised || isOver() {
                    isRaised = false
                    return true
                }
                waiter = continuation
                return false
            }
            if isReady { continuation.resume() }
        }
    }

    /// Returns when raised, or when the task is cancelled. One waiter at a time.
    func wait() async {
        await withTaskCancellationHandler {
            await wait { Task.isCancelled }
        } onCancel: {
            lock.withLock { () -> CheckedContinuation<Void, Never>? in
                defer { waiter = nil }
                return waiter
            }?.resume()
        }
    }

    /// As ``wait()``, at most until `deadline`.
    func wait(until deadline: Steady?, on time: any TimeSource) async {
        guard let deadline else { return await wait() }
        await withTaskGroup { group in
            group.addTask { await self.wait() }
            // sleep throws only when cancelled, which is the end of the wait too.
            group.addTask { try? await time.sleep(until: deadline) }
            await group.next()
            group.cancelAll()
        }
    }
}
