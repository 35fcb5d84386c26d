import Foundation
import LazaretCore

/// Shows whether each of some loops moves: it beats when it turns, and rests while it waits for its bell.
///
/// A loop that has neither beaten nor rested for longer than a call can take is wedged; only a restart helps it.
final class Pulses<Loop: Hashable & RawRepresentable<String> & Sendable>: @unchecked Sendable {
    private let lock = NSLock()
    private var busySince: [Loop: Steady] = [:]

    func beat(_ loop: Loop, at now: Steady) {
        lock.withLock { busySince[loop] = now }
    }

    func rest(_ loop: Loop) {
        lock.withLock { () -> Void in busySince[loop] = nil }
    }

    /// It is busy with something that may take as long as it likes, such as an action log that takes nothing. A loop at rest
    /// stays at rest.
    func keep(_ loop: Loop, at now: Steady) {
        lock.withLock { if busySince[loop] != nil { busySince[loop] = now } }
    }

    func silent(for limit: Duration, at now: Steady) -> [Loop] {
        lock.withLock { busySince.filter { now - $0.value > limit }.keys.sorted { $0.rawValue < $1.rawValue } }
    }
}
