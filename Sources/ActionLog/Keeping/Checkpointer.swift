import GRDB
import GRDBSQLite

import class Foundation.NSLock

/// Copies pages from the write-ahead log into the database over a connection of its own, beside the commits: SQLite's own way is
/// that the writer does it after every some thousand pages, and each that waits for its commit waits for that as well.
///
/// The write-ahead log starts again from its beginning only where a writer finds everything copied. Beside a steady stream that
/// never is so; hence at ``mostFrames`` the writer waits for a last copy, of what came since the one before.
final class Checkpointer: Sendable {
    private let queue: DatabaseQueue
    private let progress = Progress()

    /// Pages after which another copy begins.
    static let someFrames = 3000
    /// Pages at which a commit waits until all are copied: 36 MB, and as much as one commit writes more at most.
    static let mostFrames = 9000
    /// Where somebody reads for so long that the write-ahead log cannot start again, a commit waits after so many more.
    static let moreFrames = 1000

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

    /// From now on copies after `writer`'s commits, in place of `wal_autocheckpoint`. Must live as long as `writer` commits.
    func follow(_ writer: Database) {
        sqlite3_wal_hook(
            writer.sqliteConnection,
            { context, _, _, frames in
                guard let context else { return SQLITE_OK }
                Unmanaged<Checkpointer>.fromOpaque(context).takeUnretainedValue().committed(frames: Int(frames))
                return SQLITE_OK
            }, Unmanaged.passUnretained(self).toOpaque())
    }

    /// What nobody reads there any more. Waits for nobody: what another is copying is left to that one.
    func copy() async throws {
        let _: Void = try await withCheckedThrowingContinuation { continuation in
            queue.asyncWriteWithoutTransaction { db in continuation.resume(with: Result { try Self.copy(db) }) }
        }
    }

    func close() throws {
        do { try queue.close() } catch { throw ActionLogError.of(error) }
    }

    /// A copy that fails takes nothing away: what is committed is in the write-ahead log, the next commit tries again, and where
    /// the disk is full or broken, it is that one which fails and says so. SQLite's own copying is as silent.
    private func committed(frames: Int) {
        switch progress.next(frames: frames) {
        case .nothing: break
        case .beside:
            queue.asyncWriteWithoutTransaction { [progress] db in
                try? Self.copy(db)
                progress.ended()
            }
        case .waiting:
            queue.writeWithoutTransaction { db in try? Self.copy(db) }
            progress.ended()
        }
    }

    private static func copy(_ db: Database) throws {
        do {
            _ = try Row.fetchOne(db, sql: "PRAGMA wal_checkpoint(PASSIVE)")
        } catch {
            throw ActionLogError.of(error)
        }
    }
}

extension Checkpointer {
    private enum Step { case nothing, beside, waiting }

    /// At how many pages the last copy began.
    private final class Progress: @unchecked Sendable {
        private let lock = NSLock()
        private var copied = 0
        private var isCopying = false

        func next(frames: Int) -> Step {
            lock.withLock {
                if frames < copied { copied = 0 }
                let added = frames - copied
                if frames >= mostFrames && added >= moreFrames {
                    (copied, isCopying) = (frames, true)
                    return .waiting
                }
                guard added >= someFrames, !isCopying else { return .nothing }
                (copied, isCopying) = (frames, true)
                return .beside
            }
        }

        func ended() { lock.withLock { isCopying = false } }
    }
}
