import Foundation
import LazaretCore

/// What of intake can stand still by itself.
public enum IntakePart: String, CaseIterable, Sendable {
    /// Listing, opening and reading.
    case reading
    case mapping
    /// The transaction with the action log.
    case recording
    case archiving
    /// The loop that decides what comes next.
    case deciding
}

/// Shows whether intake moves: a part is at rest, or something of it has begun or ended lately. What neither rests nor moves for
/// longer than its work can take is wedged; only a restart helps it. An inbox in which nothing happens is all rest.
final class IntakePulses: @unchecked Sendable {
    private struct Pulse {
        var underWay = 0
        var last: Steady
    }

    private let lock = NSLock()
    private var pulses: [IntakePart: Pulse] = [:]

    func begin(_ part: IntakePart, at now: Steady) {
        lock.withLock {
            pulses[part, default: Pulse(last: now)].underWay += 1
        }
    }

    func end(_ part: IntakePart, at now: Steady) {
        lock.withLock {
            guard let pulse = pulses[part] else { return }
            pulses[part] = pulse.underWay > 1 ? Pulse(underWay: pulse.underWay - 1, last: now) : nil
        }
    }

    /// Somebody has, or is about to have, something for the loop to look at.
    func call(at now: Steady) {
        lock.withLock { if pulses[.deciding] == nil { pulses[.deciding] = Pulse(underWay: 1, last: now) } }
    }

    /// The loop looks at all that is there.
    func turn() {
        lock.withLock { pulses[.deciding] = nil }
    }

    func silent(for limit: Duration, at now: Steady) -> [IntakePart] {
        lock.withLock { IntakePart.allCases.filter { part in pulses[part].map { now - $0.last > limit } ?? false } }
    }
}

extension IntakeEffect {
    var part: IntakePart {
        switch self {
        case .openScan, .list, .read: .reading
        case .map: .mapping
        case .commit: .recording
        case .archive: .archiving
        }
    }
}
