import GRDB
import LazaretCore

extension ActionLog {
    /// One durable write transaction at one timestamp. Runs to its end whatever becomes of the calling task.
    func write<Value: Sendable>(
        at now: Moment, _ body: @escaping @Sendable (WriteTransaction) throws -> Value
    ) async throws -> Value {
        // GRDB's own async writes end when their task is cancelled; this one is tied to no task.
        try await withCheckedThrowingContinuation { continuation in
            database.asyncWriteWithoutTransaction { db in
                continuation.resume(with: Result { try Self.transact(db, at: now, body) })
            }
        }
    }

    /// One consistent read, apart from the writer and never waiting for it.
    func read<Value: Sendable>(_ body: @escaping @Sendable (Database) throws -> Value) async throws -> Value {
        try await withCheckedThrowingContinuation { continuation in
            database.asyncRead { access in
                continuation.resume(
                    with: Result {
                        do { return try body(access.get()) } catch { throw ActionLogError.of(error) }
                    })
            }
        }
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
