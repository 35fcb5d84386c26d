import Dispatch
import Foundation
import Testing

@testable import DefenderAPI

struct LatchTests {
    /// Who came first goes on first: the order is no dictionary's, which differs from run to run.
    @Test func `waiters go on in the order in which they came`() async throws {
        let (latch, order, executor) = (Latch(), Order(), OneByOne())
        let waiting = (0..<30).map { number in
            Task(executorPreference: executor) {
                try await latch.wait()
                order.add(number)
            }
        }
        // Behind all the others: each of them waits by now.
        await Task(executorPreference: executor) { latch.open() }.value
        for task in waiting { try await task.value }
        #expect(order.numbers == Array(0..<30))
    }
}

private final class Order: @unchecked Sendable {
    private let lock = NSLock()
    private var added: [Int] = []

    var numbers: [Int] { lock.withLock { added } }

    func add(_ number: Int) { lock.withLock { added.append(number) } }
}

/// Runs jobs in the order in which they came.
private final class OneByOne: TaskExecutor {
    private let queue = DispatchQueue(label: "one by one")

    func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        queue.async { job.runSynchronously(on: self.asUnownedTaskExecutor()) }
    }
}
