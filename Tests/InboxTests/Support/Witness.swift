import Foundation
import Inbox
import LazaretCore

/// Hears every event, and lets a test wait until what it heard is enough.
final class Witness: @unchecked Sendable {
    private struct Waiter {
        let id: Int
        let isEnough: ([IntakeEvent]) -> Bool
        let wake: CheckedContinuation<Void, Never>
    }

    private let lock = NSLock()
    private var heard: [IntakeEvent] = []
    private var waiters: [Waiter] = []
    private var nextID = 0

    var events: [IntakeEvent] { lock.withLock { heard } }

    var report: @Sendable (IntakeEvent) -> Void { { self.hear($0) } }

    private func hear(_ event: IntakeEvent) {
        let ready = lock.withLock { () -> [Waiter] in
            heard.append(event)
            // Asked once each: the answer may depend on more than what was heard, and change in between.
            var ready: [Waiter] = []
            var rest: [Waiter] = []
            for waiter in waiters {
                if waiter.isEnough(heard) { ready.append(waiter) } else { rest.append(waiter) }
            }
            waiters = rest
            return ready
        }
        for waiter in ready { waiter.wake.resume() }
    }

    /// Returns also when the task is cancelled, as by a test's time limit: what waits in vain then fails by its name.
    func wait(until isEnough: @escaping ([IntakeEvent]) -> Bool) async {
        let id = lock.withLock { () -> Int in
            nextID += 1
            return nextID
        }
        await withTaskCancellationHandler {
            await withCheckedContinuation { wake in
                let isReady = lock.withLock { () -> Bool in
                    if isEnough(heard) || Task.isCancelled { return true }
                    waiters.append(Waiter(id: id, isEnough: isEnough, wake: wake))
                    return false
                }
                if isReady { wake.resume() }
            }
        } onCancel: {
            let waiter = lock.withLock { () -> Waiter? in
                waiters.firstIndex { $0.id == id }.map { waiters.remove(at: $0) }
            }
            waiter?.wake.resume()
        }
    }

    func waitUntilPutAway(_ count: Int) async {
        await wait { events in
            events.reduce(0) { if case .putAway = $1 { $0 + 1 } else { $0 } } >= count
        }
    }
}

extension IntakeEvent {
    var refusal: String? { if case .refused(_, let refusal, _) = self { refusal.reason.rawValue } else { nil } }
    var irregular: String? { if case .irregular(let name, _) = self { name } else { nil } }
    var isOverflow: Bool { if case .overflow = self { true } else { false } }
    var isScanned: Bool { if case .scanned = self { true } else { false } }
    var health: IntakeHealth? { if case .health(let health) = self { health } else { nil } }
}
