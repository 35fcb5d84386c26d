import GRDB

@testable import ActionLog

/// A random edit, deletion, swap or insertion in `events`.
struct Tampering: CustomStringConvertible {
    var description: String

    static func random(of count: Int, _ random: inout SeededGenerator) -> Tampering {
        let row = Int.random(in: 1...count, using: &random)
        let other = (row - 1 + Int.random(in: 1..<count, using: &random)) % count + 1
        let texts = ["at", "actor", "event", "to_state", "detail", "previous_hash", "hash"]
        let column = texts[Int.random(in: 0..<texts.count, using: &random)]
        let position = Int.random(in: 1...64, using: &random)
        let sql = [
            // One character more, one less, one other.
            "UPDATE events SET \(column) = \(column) || 'x' WHERE event_id = \(row)",
            "UPDATE events SET \(column) = substr(\(column), 1, length(\(column)) - 1) WHERE event_id = \(row) "
                + "AND \(column) <> ''",
            "UPDATE events SET hash = substr(hash, 1, \(position) - 1) || iif(substr(hash, \(position), 1) = '0', '1', '0') "
                + "|| substr(hash, \(position) + 1) WHERE event_id = \(row)",
            "UPDATE events SET action_id = coalesce(action_id, 0) + \(row) WHERE event_id = \(row)",
            "UPDATE events SET reason = iif(reason IS NULL, '', NULL) WHERE event_id = \(row)",
            "DELETE FROM events WHERE event_id = \(row)",
            "DELETE FROM events WHERE event_id BETWEEN \(min(row, other)) AND \(max(row, other))",
            "UPDATE events SET event_id = -event_id WHERE event_id IN (\(row), \(other)); "
                + "UPDATE events SET event_id = \(row) + \(other) + event_id WHERE event_id < 0",
            "INSERT INTO events SELECT max(event_id) + 1, at, action_id, actor, event, from_state, to_state, reason, detail, "
                + "hash, hash FROM events",
        ]
        return Tampering(description: sql[Int.random(in: 0..<sql.count, using: &random)])
    }
}

extension ActionLog {
    private struct RolledBack: Error {
        var verdict: ChainVerdict
    }

    /// The verdict on the tampered log, which is then as it was.
    func verdict(after tampering: Tampering) async throws -> ChainVerdict {
        do {
            return try await database.write { db in
                try db.execute(sql: tampering.description)
                var verifier = ChainVerifier(anchors: [])
                throw RolledBack(verdict: try verifier.verify(db) { _ in })
            }
        } catch let error as RolledBack {
            return error.verdict
        }
    }
}

/// splitmix64: the same sequence for the same seed everywhere.
struct SeededGenerator: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var z = state
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return z ^ (z >> 31)
    }
}
