import Foundation

/// Runs the tasks of one simulated process on the caller's thread, one job at a time, and only when it is told to: between
/// two jobs the world may kill or stop the process. All of Swift's concurrency goes through here, so that a seed decides
/// every interleaving.
final class StepExecutor: TaskExecutor, @unchecked Sendable {
    private let lock = NSLock()
    private var jobs: [UnownedJob] = []

    func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        lock.withLock { jobs.append(job) }
    }

    var isIdle: Bool { lock.withLock { jobs.isEmpty } }

    /// Runs one of the jobs that are ready; `choose` picks among their number.
    func runOne(choose: (Int) -> Int) {
        let job = lock.withLock { jobs.isEmpty ? nil : jobs.remove(at: choose(jobs.count)) }
        job?.runSynchronously(on: asUnownedTaskExecutor())
    }
}
