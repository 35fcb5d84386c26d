import Dispatch

import class Foundation.NSLock

/// A thread's worth of blocking work, away from the cooperative pool. Work runs in order, and to its end: it is not
/// cancelled with the task that waits for it.
public final class BlockingQueue: Sendable {
    private let queue: DispatchQueue
    /// Held for nothing but order: where an answer is there before its task waits for it, the Swift runtime (6.3) does not tell the
    /// thread sanitizer that the one came before the other.
    private let order = NSLock()

    /// - Parameter label: the queue's, as a debugger shows it.
    public init(_ label: String) {
        queue = DispatchQueue(label: label)
    }

    /// Suspends the caller until `work`, which may block, has returned.
    public func run<Answer: Sendable>(_ work: @escaping @Sendable () -> Answer) async -> Answer {
        let answer = await withCheckedContinuation { continuation in
            queue.async { [order] in
                let answer = work()
                order.withLock {}
                continuation.resume(returning: answer)
            }
        }
        order.withLock {}
        return answer
    }
}
