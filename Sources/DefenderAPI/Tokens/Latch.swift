import Foundation

/// An event that happens once; many may wait for it, and go on in the order in which they came.
final class Latch: @unchecked Sendable {
    // NSLock, not Synchronization.Mutex: the latter gives false thread-sanitizer reports on Linux.
    private let lock = NSLock()
    private var isOpen = false
    private var nextID: UInt64 = 0
    private var waiters: [UInt64: CheckedContinuation<Void, any Error>] = [:]
    private var cancelled: Set<UInt64> = []

    /// Returns once ``open()`` was called. Throws only `CancellationError`, as soon as the waiting task is cancelled.
    func wait() async throws {
        let id = lock.withLock { () -> UInt64 in
            nextID += 1
            return nextID
        }
        try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { (waiter: CheckedContinuation<Void, any Error>) in
                let verdict = lock.withLock { () -> Result<Void, any Error>? in
                    if isOpen { return .success(()) }
                    if cancelled.remove(id) != nil { return .failure(CancellationError()) }
                    waiters[id] = waiter
                    return nil
                }
                if let verdict { waiter.resume(with: verdict) }
            }
        } onCancel: {
            let waiter = lock.withLock { () -> CheckedContinuation<Void, any Error>? in
                guard let waiter = waiters.removeValue(forKey: id) else {
                    cancelled.insert(id)
                    return nil
                }
                return waiter
            }
            waiter?.resume(throwing: CancellationError())
        }
    }

    func open() {
        let released = lock.withLock { () -> [CheckedContinuation<Void, any Error>] in
            isOpen = true
            defer { waiters = [:] }
            return waiters.sorted { $0.key < $1.key }.map(\.value)
        }
        for waiter in released { waiter.resume() }
    }
}
