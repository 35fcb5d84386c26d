import GRDB
import LazaretCore

/// What a verb works with inside its transaction: the connection, the one timestamp, and the event chain.
final class WriteTransaction {
    let db: Database
    let now: Moment
    /// `now.wall` as the columns have it.
    let at: String
    /// What it inserted, to be counted.
    var added = AddedRows()
    /// An action has become final.
    var hasEnded = false
    private var chain: EventChain?

    init(db: Database, now: Moment) {
        self.db = db
        self.now = now
        at = now.wall.stored
    }

    /// Runs one statement, kept prepared by the connection.
    func run(_ sql: String, _ arguments: StatementArguments = []) throws {
        try db.cachedStatement(sql: sql).execute(arguments: arguments)
    }

    /// Runs one statement and returns how many rows it touched.
    func change(_ sql: String, _ arguments: StatementArguments = []) throws -> Int {
        try run(sql, arguments)
        return db.changesCount
    }

    func row(_ sql: String, _ arguments: StatementArguments = []) throws -> Row? {
        try Row.fetchOne(db.cachedStatement(sql: sql), arguments: arguments)
    }

    /// Adds an event to the chain.
    func append(_ event: Event) throws {
        var chain = try self.chain ?? EventChain(db)
        try chain.append(event, at: at)
        self.chain = chain
    }

    /// Before the commit: the kept counters and the chain's head.
    func finish() throws {
        try added.count(db, at: at)
        try chain?.storeHead(db)
    }
}
