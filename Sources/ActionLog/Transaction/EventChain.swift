import Crypto
import GRDB

/// The tail of the event chain, as a transaction extends it (docs/event-chain.md).
struct EventChain {
    /// What the first event has in place of a predecessor's hash.
    static let genesis = String(repeating: "0", count: 64)

    private var lastID: Int64
    private var lastHash: String
    private let insert: Statement

    init(_ db: Database) throws {
        // The stored head, not the last row: after a cut tail the gap stays in the chain for good, and shows.
        let head = try Row.fetchOne(db.cachedStatement(sql: "SELECT event_id, hash FROM chain_head"))
        let lastRow = try Int64.fetchOne(db.cachedStatement(sql: "SELECT max(event_id) FROM events")) ?? 0
        lastID = max(head?["event_id"] ?? 0, lastRow)
        lastHash = head?["hash"] ?? Self.genesis
        insert = try db.cachedStatement(sql: "INSERT INTO events VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)")
    }

    mutating func append(_ event: Event, at: String) throws {
        let id = lastID + 1
        var encoder = EventEncoder()
        encoder.add(id)
        encoder.add(at)
        encoder.add(event.action)
        encoder.add(event.actor)
        encoder.add(event.word.rawValue)
        encoder.add(event.from)
        encoder.add(event.to)
        encoder.add(event.reason)
        encoder.add(event.detail)
        encoder.add(lastHash)
        let hash = encoder.hash()
        try insert.execute(arguments: [
            id, at, event.action, event.actor, event.word.rawValue, event.from, event.to, event.reason, event.detail,
            lastHash, hash,
        ])
        lastID = id
        lastHash = hash
    }

    func storeHead(_ db: Database) throws {
        try db.cachedStatement(
            sql: """
                INSERT INTO chain_head VALUES (1, ?, ?)
                ON CONFLICT (id) DO UPDATE SET event_id = excluded.event_id, hash = excluded.hash
                """
        ).execute(arguments: [lastID, lastHash])
    }
}

/// The canonical encoding of an event: every column but `hash`, in the table's order, each as its length in bytes, a colon,
/// its UTF-8 bytes and a newline; NULL as a hyphen and a newline; integers in decimal. No two events encode alike.
struct EventEncoder {
    private static let start = Array("lazaret-event-1\n".utf8)
    private static let digits = Array("0123456789abcdef".utf8)

    private(set) var bytes = Self.start

    mutating func reset() {
        bytes.removeAll(keepingCapacity: true)
        bytes.append(contentsOf: Self.start)
    }

    mutating func add(_ text: String?) {
        guard var text else { return addNull() }
        text.withUTF8 { add($0) }
    }

    mutating func add(_ number: Int64?) {
        guard let number else { return addNull() }
        add(String(number))
    }

    mutating func add(_ text: UnsafeBufferPointer<UInt8>) {
        bytes.append(contentsOf: String(text.count).utf8)
        bytes.append(0x3A)
        bytes.append(contentsOf: text)
        bytes.append(0x0A)
    }

    mutating func addNull() {
        bytes.append(0x2D)
        bytes.append(0x0A)
    }

    /// SHA-256, 64 lower-case digits.
    func hash() -> String { String(decoding: hashDigits(), as: UTF8.self) }

    func hashDigits() -> [UInt8] {
        var hex: [UInt8] = []
        hex.reserveCapacity(64)
        for byte in SHA256.hash(data: bytes) {
            hex.append(Self.digits[Int(byte >> 4)])
            hex.append(Self.digits[Int(byte & 15)])
        }
        return hex
    }
}
