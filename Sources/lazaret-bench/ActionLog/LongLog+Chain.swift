import Crypto
import Foundation
import GRDB
import LazaretCore

/// The event chain of a long log.
extension LongLog {
    func nextEvent(_ db: Database) throws -> Int {
        try Int.fetchOne(db, sql: "SELECT coalesce(max(event_id), 0) + 1 FROM events") ?? 1
    }

    /// Some more of the chain, by the words of `docs/event-chain.md`.
    func chain(_ db: Database, atMost number: Int) throws {
        let first = try nextEvent(db)
        let last = min(first + number - 1, events)
        let insert = try db.makeStatement(sql: "INSERT INTO events VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)")
        var previous =
            try String.fetchOne(db, sql: "SELECT hash FROM events WHERE event_id = ?", arguments: [first - 1])
            ?? String(repeating: "0", count: 64)
        let (at, states): (String, [String?]) =
            switch content {
            case .year: ("2026-01-31T12:34:56.789Z", [nil, "queued", "sending", "submitted", "succeeded"])
            case .queue(_, let from, _): (from.description, [nil, "queued"])
            }
        let steps = states.count - 1
        for id in first...last {
            let (action, step) = ((id - 1) / steps + 1, (id - 1) % steps)
            let values = [
                String(id), at, String(action), "daemon", step == 0 ? "created" : "changed",
                states[step], states[step + 1], nil, "{}", previous,
            ]
            let text = values.map { value in value.map { "\($0.utf8.count):\($0)\n" } ?? "-\n" }.joined()
            let hash = Self.hex(SHA256.hash(data: Data(("lazaret-event-1\n" + text).utf8)))
            try insert.execute(arguments: [
                id, values[1], action, "daemon", values[4], values[5], values[6], nil, "{}", previous, hash,
            ])
            previous = hash
        }
        try db.execute(sql: "INSERT OR REPLACE INTO chain_head VALUES (1, ?, ?)", arguments: [last, previous])
    }

    private static func hex(_ digest: SHA256.Digest) -> String {
        let digits = Array("0123456789abcdef".utf8)
        return String(decoding: digest.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }, as: UTF8.self)
    }
}
