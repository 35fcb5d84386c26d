import GRDB

@testable import ActionLog

/// A random edit, deletion, swap, insertion or re-chaining in `events`.
struct Tampering: CustomStringConvertible {
    /// How far the hashes were computed anew after the edit.
    enum Rechaining: CaseIterable {
        case none
        case events
        case eventsAndHead
    }

    var sql: String
    var rechaining = Rechaining.none
    var description: String { "\(sql), computed anew: \(rechaining)" }

    static func random(of count: Int, _ random: inout SeededGenerator) -> Tampering {
        guard Int.random(in: 0..<5, using: &random) == 0 else { return plain(of: count, &random) }
        let columns = ["at", "actor", "event", "from_state", "to_state", "reason", "detail"]
        let column = columns[Int.random(in: 0..<columns.count, using: &random)]
        let row = Int.random(in: 1...count, using: &random)
        return Tampering(
            sql: "UPDATE events SET \(column) = coalesce(\(column), '') || 'x' WHERE event_id = \(row)",
            rechaining: Bool.random(using: &random) ? .events : .eventsAndHead)
    }

    private static func plain(of count: Int, _ random: inout SeededGenerator) -> Tampering {
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
            "UPDATE events SET from_state = coalesce(from_state, '') || 'x' WHERE event_id = \(row)",
            "DELETE FROM events WHERE event_id = \(row)",
            "DELETE FROM events WHERE event_id BETWEEN \(min(row, other)) AND \(max(row, other))",
            "UPDATE events SET event_id = -event_id WHERE event_id IN (\(row), \(other)); "
                + "UPDATE events SET event_id = \(row) + \(other) + event_id WHERE event_id < 0",
            "INSERT INTO events SELECT max(event_id) + 1, at, action_id, actor, event, from_state, to_state, reason, detail, "
                + "hash, hash FROM events",
        ]
        return Tampering(sql: sql[Int.random(in: 0..<sql.count, using: &random)])
    }
}

extension ActionLog {
    private struct RolledBack: Error {
        var verdict: ChainVerdict
    }

    /// The verdict on the tampered log, which is then as it was.
    ///
    /// - Parameter anchors: heads of before that are kept elsewhere.
    func verdict(after tampering: Tampering, anchors: [EventHead] = []) async throws -> ChainVerdict {
        do {
            return try await database.write { db in
                try db.execute(sql: tampering.sql)
                if tampering.rechaining != .none {
                    let hash = try Self.rechain(db)
                    if tampering.rechaining == .eventsAndHead {
                        try db.execute(sql: "UPDATE chain_head SET hash = ?", arguments: [hash])
                    }
                }
                var verifier = ChainVerifier(anchors: anchors)
                throw RolledBack(verdict: try verifier.verify(db) { _ in })
            }
        } catch let error as RolledBack {
            return error.verdict
        }
    }

    /// Computes every hash anew, and returns the last.
    private static func rechain(_ db: Database) throws -> String {
        var last = EventChain.genesis
        for row in try Row.fetchAll(db, sql: "SELECT * FROM events ORDER BY event_id") {
            var encoder = EventEncoder()
            for value in Array(row.databaseValues).prefix(9) {
                if let number = Int64.fromDatabaseValue(value) {
                    encoder.add(number)
                } else {
                    encoder.add(String.fromDatabaseValue(value))
                }
            }
            encoder.add(last)
            let previous = last
            last = encoder.hash()
            try db.execute(
                sql: "UPDATE events SET previous_hash = ?, hash = ? WHERE event_id = ?",
                arguments: [previous, last, row["event_id"] as Int64])
        }
        return last
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
