import Foundation

/// What happened, in order, and a way to await that it has.
final class EventLog<Event: Sendable>: @unchecked Sendable {
    private let lock = NSLock()
    private var events: [Event] = []
    private var waiters: [(count: Int, wake: CheckedContinuation<Void, Never>)] = []

    func append(_ event: Event) {
        let ready = lock.withLock {
            events.append(event)
            let ready = waiters.filter { $0.count <= events.count }
            waiters.removeAll { $0.count <= events.count }
            return ready
        }
        for waiter in ready { waiter.wake.resume() }
    }

    var all: [Event] { lock.withLock { events } }

    /// Returns when at least `count` events are there.
    func wait(for count: Int) async {
        await withCheckedContinuation { wake in
            let isReady = lock.withLock {
                if events.count >= count { return true }
                waiters.append((count, wake))
                return false
            }
            if isReady { wake.resume() }
        }
    }
}
