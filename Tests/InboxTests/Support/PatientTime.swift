import Foundation
import LazaretCore

/// The machine's own clocks, but that they wait for producers: while one of them is between two of its steps, no more than
/// ``patience`` passes here, however long the machine keeps it from going on. A producer that pauses for longer than a file must lie
/// still is one that nobody could know of.
final class PatientTime: TimeSource, @unchecked Sendable {
    let boot = "test"
    private let real = RealTime()
    private let patience: Duration
    private let lock = NSLock()
    /// How far it is behind.
    private var lag = Duration.zero
    /// When those that are at work took their last step, on this clock.
    private var steps: [Int: Steady] = [:]

    init(patience: Duration) { self.patience = patience }

    func now() -> Moment { lock.withLock { read() } }

    /// The producer has begun, or has just written.
    func step(_ producer: Int) { lock.withLock { steps[producer] = read().steady } }

    /// The producer has nothing more to do.
    func end(_ producer: Int) { lock.withLock { steps[producer] = nil } }

    func sleep(until deadline: Steady) async throws {
        // It may stand still meanwhile.
        while now().steady < deadline {
            try await Task.sleep(for: max(deadline - now().steady, .milliseconds(1)))
        }
        try Task.checkCancellation()
    }

    private func read() -> Moment {
        let now = real.now()
        if let oldest = steps.values.min() { lag = max(lag, now.steady - (oldest + patience)) }
        return Moment(wall: now.wall - lag, steady: now.steady - lag)
    }
}
