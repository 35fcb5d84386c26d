import Dispatch
import Foundation

/// A thread's worth of blocking work, away from the cooperative pool. Work runs in order, and to its end: it is not
/// cancelled with the task that waits for it.
final class BlockingQueue: Sendable {
    private let queue: DispatchQueue
    /// Held for nothing but order: where an answer is there before its task waits for it, the Swift runtime (6.3) does not tell the
    /// thread sanitizer that the one came before the other.
    private let order = NSLock()

    init(_ label: String) {
        queue = DispatchQueue(label: label)
    }

    func run<Answer: Sendable>(_ work: @escaping @Sendable () -> Answer) async -> Answer {
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
