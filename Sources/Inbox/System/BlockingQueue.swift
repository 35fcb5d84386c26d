import Dispatch

/// A thread's worth of blocking work, away from the cooperative pool. Work runs in order, and to its end: it is not
/// cancelled with the task that waits for it.
final class BlockingQueue: Sendable {
    private let queue: DispatchQueue

    init(_ label: String) {
        queue = DispatchQueue(label: label)
    }

    func run<Answer: Sendable>(_ work: @escaping @Sendable () -> Answer) async -> Answer {
        await withCheckedContinuation { continuation in
            queue.async { continuation.resume(returning: work()) }
        }
    }
}
