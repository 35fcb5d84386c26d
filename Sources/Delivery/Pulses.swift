import Foundation
import LazaretCore

/// Shows whether each loop of a tenant's delivery moves: it beats when it turns, and rests while it waits for its bell.
///
/// A loop that has neither beaten nor rested for longer than a call can take is wedged; only a restart helps it.
final class Pulses: @unchecked Sendable {
    private let lock = NSLock()
    private var busySince: [LazaretCore.Operation: Steady] = [:]

    func beat(_ loop: LazaretCore.Operation, at now: Steady) {
        lock.withLock { busySince[loop] = now }
    }

    func rest(_ loop: LazaretCore.Operation) {
        lock.withLock { () -> Void in busySince[loop] = nil }
    }

    /// It is busy with something that may take as long as it likes, such as an action log that takes nothing. A loop at rest
    /// stays at rest.
    func keep(_ loop: LazaretCore.Operation, at now: Steady) {
        lock.withLock { if busySince[loop] != nil { busySince[loop] = now } }
    }

    func silent(for limit: Duration, at now: Steady) -> [LazaretCore.Operation] {
        lock.withLock { busySince.filter { now - $0.value > limit }.keys.sorted { $0.rawValue < $1.rawValue } }
    }
}
