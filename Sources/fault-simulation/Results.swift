import FaultSimulation
import Foundation

/// What the worker threads share: the next seed, and what the others came to.
final class Results: @unchecked Sendable {
    private let condition = NSCondition()
    private var next: UInt64
    private let end: UInt64
    private var left = 0
    private var ended = 0
    private(set) var effects = 0
    private(set) var deaths = 0
    private(set) var simulated = Duration.zero
    private(set) var failures: [String] = []

    /// With so many the rest would say nothing new.
    private static let enoughFailures = 20

    init(next: UInt64, end: UInt64) {
        self.next = next
        self.end = end
    }

    var count: Int { condition.withLock { ended } }

    func take() -> UInt64? {
        condition.withLock {
            guard next < end, failures.count < Self.enoughFailures else { return nil }
            defer { next += 1 }
            return next
        }
    }

    func add(_ report: SimulationReport) {
        condition.withLock {
            ended += 1
            effects += report.effects
            deaths += report.deaths
            simulated += report.simulated
            if report.violation != nil { failures.append(report.line) }
        }
    }

    func add(_ seed: UInt64, _ error: String) {
        condition.withLock {
            ended += 1
            failures.append("seed \(seed): \(error)")
        }
    }

    func leave() {
        condition.withLock {
            left += 1
            condition.signal()
        }
    }

    /// False where some still work after `seconds`.
    func waitForAll(_ workers: Int, atMost seconds: Double) -> Bool {
        let deadline = Date(timeIntervalSinceNow: seconds)
        return condition.withLock {
            while left < workers {
                if !condition.wait(until: deadline) { return left >= workers }
            }
            return true
        }
    }
}
