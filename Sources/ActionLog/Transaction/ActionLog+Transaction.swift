import GRDB
import LazaretCore

extension ActionLog {
    /// One durable write transaction at one timestamp. Runs to its end whatever becomes of the calling task.
    ///
    /// - Throws: ``ActionLogError/superseded`` where another daemon has taken the log over since this process did, unless it
    ///   is `takingOver` itself. Operators' processes never took it over, and write at any time.
    func write<Value: Sendable>(
        at now: Moment, takingOver: Bool = false, _ body: @escaping @Sendable (WriteTransaction) throws -> Value
    ) async throws -> Value {
        let fence = takingOver ? nil : memory.fence
        let guarded = { @Sendable [memory] (db: Database) throws -> Value in
            let (value, hasEnded) = try Self.transact(db, at: now) { transaction in
                guard try memory.holds(fence, of: transaction.db) else { throw ActionLogError.superseded }
                return (try body(transaction), transaction.hasEnded)
            }
            if hasEnded { memory.endings.continuation.yield() }
            return value
        }
        if runsOnCaller { return try writeOnCaller(guarded) }
        // GRDB's own async writes end when their task is cancelled; this one is tied to no task. It holds the log, whose checkpointer
        // hears of its commit.
        return try await withCheckedThrowingContinuation { continuation in
            database.asyncWriteWithoutTransaction { [self] db in
                continuation.resume(with: Result { try withExtendedLifetime(self) { try guarded(db) } })
            }
        }
    }

    /// How often the log was taken over so far.
    static func currentFence(_ db: Database) throws -> Int64 {
        try Int64.fetchOne(
            db.cachedStatement(sql: "SELECT CAST(value AS INTEGER) FROM settings WHERE key = 'fence'")) ?? 0
    }

    /// One consistent read, apart from the writer and never waiting for it.
    func read<Value: Sendable>(_ body: @escaping @Sendable (Database) throws -> Value) async throws -> Value {
        if runsOnCaller {
            do { return try blockingRead(body) } catch { throw ActionLogError.of(error) }
        }
        return try await withCheckedThrowingContinuation { continuation in
            database.asyncRead { access in
                continuation.resume(
                    with: Result {
                        do { return try body(access.get()) } catch { throw ActionLogError.of(error) }
                    })
            }
        }
    }

    /// Not `async`, which would choose GRDB's asynchronous access.
    private func writeOnCaller<Value>(_ body: (Database) throws -> Value) throws -> Value {
        try database.writeWithoutTransaction(body)
    }

    /// One consistent read that blocks.
    func blockingRead<Value>(_ body: (Database) throws -> Value) throws -> Value {
        // Nobody else has the one connection, so each read is consistent as it is. (`read` would forbid writing for its length,
        // by a pragma at which SQLite compiles every statement anew.)
        runsOnCaller ? try database.unsafeRead(body) : try database.read(body)
    }

    private static func transact<Value>(
        _ db: Database, at now: Moment, _ body: (WriteTransaction) throws -> Value
    ) throws -> Value {
        do {
            var result: Value?
            try db.inTransaction(.immediate) {
                let transaction = WriteTransaction(db: db, now: now)
                result = try body(transaction)
                try transaction.finish()
                return .commit
            }
            guard let result else { throw ActionLogError.other(code: 0, "a transaction without a result") }
            return result
        } catch {
            throw ActionLogError.of(error)
        }
    }
}
