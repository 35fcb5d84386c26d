import GRDB

import class Foundation.NSLock

/// Copies pages from the write-ahead log into the database over a connection of its own, beside the commits (``CheckpointPace``):
/// SQLite's own way is that the writer does it after every some thousand pages, and each that waits for its commit waits for that
/// as well.
final class Checkpointer: Sendable {
    private let queue: DatabaseQueue
    private let pace = Pace()

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
            queue.asyncWriteWithoutTransaction { db in continuation.resume(with: Result { _ = try Self.copy(db) }) }
        }
    }

    func close() throws {
        do { try queue.close() } catch { throw ActionLogError.of(error) }
    }

    /// After each commit of the daemon (``DatabaseFile/afterCommits(of:tell:)``), on its thread, the write lock given back.
    ///
    /// A copy that fails takes nothing away: what is committed is in the write-ahead log, and it is tried again after the next
    /// commit. Where the disk is full or broken, that commit fails and says so; SQLite's own copying is as silent.
    func committed(frames: Int) {
        switch pace.next(frames: frames) {
        case .nothing: break
        case .beside:
            queue.asyncWriteWithoutTransaction { [pace] db in pace.ended((try? Self.copy(db)) ?? false) }
        case .waiting:
            let isCopied = queue.writeWithoutTransaction { db in (try? Self.copy(db)) ?? false }
            pace.ended(isCopied)
        }
    }

    /// False where another is at it.
    private static func copy(_ db: Database) throws -> Bool {
        do {
            return try Int.fetchOne(db, sql: "PRAGMA wal_checkpoint(PASSIVE)") == 0
        } catch {
            throw ActionLogError.of(error)
        }
    }
}

extension Checkpointer {
    private final class Pace: @unchecked Sendable {
        private let lock = NSLock()
        private var pace = CheckpointPace()

        func next(frames: Int) -> CheckpointPace.Step { lock.withLock { pace.next(frames: frames) } }
        func ended(_ isCopied: Bool) { lock.withLock { pace.ended(isCopied) } }
    }
}
