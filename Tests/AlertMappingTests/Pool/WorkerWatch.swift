import AlertMapping
import Foundation
import Glibc
import LazaretTestKit
import Testing

/// What a pool tells of its workers, to be awaited; and the means to kill one of them.
final class WorkerWatch: @unchecked Sendable {
    private let lock = NSLock()
    private var started: [Int32] = []
    private var died: [String?] = []
    private var failed: [String] = []

    func note(_ event: MappingWorkerEvent) {
        lock.withLock {
            switch event {
            case .ready(let process, _): started.append(process)
            case .died(_, _, let file): died.append(file)
            case .failedToStart(let why): failed.append(why)
            }
        }
    }

    /// The files that workers died on, in that order; nil for an idle one.
    var files: [String?] { lock.withLock { died } }

    /// Why workers did not start, or were as good as not started.
    var failures: [String] { lock.withLock { failed } }

    func kill(_ process: Int32) {
        _ = Glibc.kill(process, SIGKILL)
    }

    /// Processes that this one has started and that live.
    static func children() throws -> Set<Int32> { Set(try ProcessTable.children(of: getpid())) }

    /// The process of the `number`th worker that became ready.
    func ready(_ number: Int) async throws -> Int32 {
        try await until("worker \(number)") { lock.withLock { started.count >= number } }
        return lock.withLock { started[number - 1] }
    }

    /// Returns when the process has worked for a quarter of a second since now: it is at its file then.
    func isBusy(_ process: Int32) async throws {
        let before = ticks(process)
        try await until("work") { ticks(process) >= before + 25 }
    }

    /// Processor time in hundredths of a second.
    private func ticks(_ process: Int32) -> Int {
        guard let text = try? String(contentsOfFile: "/proc/\(process)/stat", encoding: .utf8) else { return 0 }
        let fields = text.split(separator: ")").last?.split(separator: " ") ?? []
        return fields.count > 12 ? (Int(fields[11]) ?? 0) + (Int(fields[12]) ?? 0) : 0
    }

    /// There is no event to await for what another process does.
    private func until(_ what: String, _ condition: () -> Bool) async throws {
        let deadline = ContinuousClock.now + .seconds(60)
        while !condition() {
            guard ContinuousClock.now < deadline else {
                Issue.record("timed out waiting for \(what)")
                throw CancellationError()
            }
            try await Task.sleep(for: .milliseconds(5))
        }
    }
}
