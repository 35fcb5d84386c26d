import Foundation

/// Runs one asynchronous function to its end on the caller's thread. What it awaits may happen on other threads (the action
/// log's queue); nothing of the simulation moves meanwhile.
final class Pump: TaskExecutor, @unchecked Sendable {
    private let condition = NSCondition()
    private var jobs: [UnownedJob] = []
    private var isDone = false

    func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        condition.lock()
        jobs.append(job)
        condition.signal()
        condition.unlock()
    }

    static func run<Value: Sendable>(_ body: @escaping @Sendable () async throws -> Value) throws -> Value {
        let pump = Pump()
        let box = Box<Value>()
        Task(executorPreference: pump) {
            do { box.result = .success(try await body()) } catch { box.result = .failure(error) }
            pump.finish()
        }
        pump.drain()
        guard let result = box.result else { preconditionFailure("a pumped task ended without a result") }
        return try result.get()
    }

    private func finish() {
        condition.lock()
        isDone = true
        condition.signal()
        condition.unlock()
    }

    private func drain() {
        while true {
            condition.lock()
            while jobs.isEmpty && !isDone { condition.wait() }
            let job = jobs.isEmpty ? nil : jobs.removeFirst()
            condition.unlock()
            guard let job else { return }
            job.runSynchronously(on: asUnownedTaskExecutor())
        }
    }

    private final class Box<Value>: @unchecked Sendable {
        var result: Result<Value, any Error>?
    }
}
