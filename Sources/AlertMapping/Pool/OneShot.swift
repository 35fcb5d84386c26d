import Foundation

/// A value that is settled once and may be awaited by several tasks, before and after.
final class OneShot<Value: Sendable>: @unchecked Sendable {
    // NSLock, not Synchronization.Mutex: the latter gives false thread-sanitizer reports on Linux.
    private let lock = NSLock()
    private var settled: Value?
    private var waiters: [CheckedContinuation<Value, Never>] = []

    var isSettled: Bool { lock.withLock { settled != nil } }

    /// The first value counts: true for it. Never blocks.
    @discardableResult
    func settle(_ value: Value) -> Bool {
        let woken = lock.withLock { () -> [CheckedContinuation<Value, Never>]? in
            guard settled == nil else { return nil }
            settled = value
            defer { waiters = [] }
            return waiters
        }
        for waiter in woken ?? [] { waiter.resume(returning: value) }
        return woken != nil
    }

    var value: Value {
        get async {
            await withCheckedContinuation { continuation in
                let known = lock.withLock { () -> Value? in
                    if settled == nil { waiters.append(continuation) }
                    return settled
                }
                if let known { continuation.resume(returning: known) }
            }
        }
    }
}
