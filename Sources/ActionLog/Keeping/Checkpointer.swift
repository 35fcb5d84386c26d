import GRDB

/// Copies pages from the write-ahead log into the database, over a connection of its own: no writer waits for it, and none has
/// to do it after a commit of its own.
final class Checkpointer: Sendable {
    private let queue: DatabaseQueue

    /// Nil for a log in memory.
    init?(beside database: any DatabaseWriter) throws {
        guard database.path != ":memory:" else { return nil }
        var configuration = Configuration()
        configuration.label = "checkpoint"
        configuration.prepareDatabase { db in try DatabaseFile.keepWriteAheadLog(db) }
        do {
            queue = try DatabaseQueue(path: database.path, configuration: configuration)
        } catch {
            throw ActionLogError.of(error)
        }
    }

    /// What nobody reads there any more. Waits for nobody: what another is copying is left to that one.
    func copy() async throws {
        let _: Void = try await withCheckedThrowingContinuation { continuation in
            queue.asyncWriteWithoutTransaction { db in
                continuation.resume(
                    with: Result {
                        do {
                            _ = try Row.fetchOne(db, sql: "PRAGMA wal_checkpoint(PASSIVE)")
                        } catch {
                            throw ActionLogError.of(error)
                        }
                    })
            }
        }
    }

    func close() throws {
        do { try queue.close() } catch { throw ActionLogError.of(error) }
    }
}
