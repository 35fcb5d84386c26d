import GRDB
import GRDBSQLite

/// Walks the chain from its first row, or from the checkpoint before it.
struct ChainVerifier {
    private static let columns = 11

    private var anchors: [Int64: String]
    private var encoder = EventEncoder()
    private var lastID: Int64?
    private var lastHash: [UInt8] = Array(EventChain.genesis.utf8)
    private var count = 0
    /// What a `pruned` event must tell, where the chain starts behind a checkpoint.
    private var untold: (event: Int64, detail: String)?

    init(anchors: [EventHead]) {
        self.anchors = Dictionary(anchors.map { ($0.event, $0.hash) }) { first, _ in first }
    }

    mutating func verify(_ db: Database, progress: (Int) -> Void) throws -> ChainVerdict {
        let statement = try db.makeStatement(
            sql: """
                SELECT event_id, at, action_id, actor, event, from_state, to_state, reason, detail, previous_hash, hash
                FROM events ORDER BY event_id
                """)
        defer { sqlite3_reset(statement.sqliteStatement) }
        while true {
            switch sqlite3_step(statement.sqliteStatement) {
            case SQLITE_ROW:
                if let broken = try check(statement.sqliteStatement, db) { return broken }
                count += 1
                if count % 100_000 == 0 { progress(count) }
            case SQLITE_DONE:
                return try checkHead(db)
            case let code:
                throw DatabaseError(resultCode: ResultCode(rawValue: code), message: db.lastErrorMessage)
            }
        }
    }

    /// One row; nil where it is right.
    private mutating func check(_ row: OpaquePointer, _ db: Database) throws -> ChainVerdict? {
        let id = sqlite3_column_int64(row, 0)
        if lastID == nil, let broken = try start(at: id, db) { return broken }
        let expected = (lastID ?? 0) + 1
        if id != expected { return .broken(event: expected, .missing) }

        encoder.reset()
        for column in 0..<Int32(Self.columns - 1) {
            if sqlite3_column_type(row, column) == SQLITE_NULL {
                encoder.addNull()
            } else {
                encoder.add(Self.bytes(row, column))
            }
        }
        if !Self.bytes(row, 9).elementsEqual(lastHash) { return .broken(event: id, .previousHashMismatch) }
        let hash = encoder.hashDigits()
        if !Self.bytes(row, 10).elementsEqual(hash) { return .broken(event: id, .hashMismatch) }
        if let anchor = anchors.removeValue(forKey: id), !anchor.utf8.elementsEqual(hash) {
            return .broken(event: id, .anchorMismatch)
        }
        if let detail = untold?.detail, Self.bytes(row, 8).elementsEqual(detail.utf8),
            Self.bytes(row, 4).elementsEqual(Event.Word.pruned.rawValue.utf8)
        {
            untold = nil
        }
        lastID = id
        lastHash = hash
        return nil
    }

    /// After retention the chain starts behind a checkpoint, which a head of that event must agree with.
    private mutating func start(at id: Int64, _ db: Database) throws -> ChainVerdict? {
        let checkpoint = try Row.fetchOne(
            db, sql: "SELECT event_id, hash FROM event_checkpoints WHERE event_id < ? ORDER BY event_id DESC LIMIT 1",
            arguments: [id])
        guard let checkpoint else { return nil }
        let head = EventHead(event: checkpoint[0], hash: checkpoint[1])
        lastID = head.event
        lastHash = Array(head.hash.utf8)
        untold = (head.event + 1, Event.detail(["checkpoint": head.description]))
        if let anchor = anchors.removeValue(forKey: head.event), anchor != head.hash {
            return .broken(event: head.event, .anchorMismatch)
        }
        return nil
    }

    private mutating func checkHead(_ db: Database) throws -> ChainVerdict {
        if lastID == nil, let broken = try start(at: .max, db) { return broken }
        if let untold { return .broken(event: untold.event, .checkpointUnknown) }
        let stored = try Row.fetchOne(db, sql: "SELECT event_id, hash FROM chain_head")
        let head = stored.map { EventHead(event: $0[0], hash: $0[1]) }
        let found = lastID.map { EventHead(event: $0, hash: String(decoding: lastHash, as: UTF8.self)) }
        if head != found { return .broken(event: min(head?.event ?? 0, lastID ?? 0) + 1, .headMismatch) }
        if let beyond = anchors.keys.filter({ $0 > lastID ?? 0 }).min() {
            return .broken(event: beyond, .missing)
        }
        return .intact(events: count, head: found)
    }

    /// A column's UTF-8, integers in decimal, valid until the next step. Without a copy.
    private static func bytes(_ row: OpaquePointer, _ column: Int32) -> UnsafeBufferPointer<UInt8> {
        // The text first: it may convert the value, and the length is the converted one's.
        let text = sqlite3_column_text(row, column)
        return UnsafeBufferPointer(start: text, count: Int(sqlite3_column_bytes(row, column)))
    }
}
