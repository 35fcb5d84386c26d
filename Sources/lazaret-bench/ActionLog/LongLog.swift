import ActionLog
import Foundation
import GRDB
import Glibc
import LazaretCore

/// A log of a year, or a long queue, written in bulk, without a journal and in the order of time. Indexes in no natural order
/// are made when all rows are there: kept up row by row, they would be most of the work, and on a disk far more than it.
///
/// Machines and files are skewed as they are in life: few have very many actions, many have one.
///
/// The work can be done in several goes: what is done is in the log itself (the rows, and the table `long_log` with what is
/// yet to be made). A go that was killed leaves a file that is good for nothing.
struct LongLog {
    let path: String
    let actions: Int
    let events: Int
    var content = Content.year

    enum Content {
        /// 2026: nearly all ended, four events an action.
        case year
        /// All of one tenant, queued, arrived between the two instants, one event an action.
        case queue(tenant: String, from: Instant, to: Instant)
    }

    static let chunk = 100_000
    /// 2026-01-01; the year goes from here.
    static let start = Instant(milliseconds: 1_767_225_600_000)
    /// Bytes in the file: measured, for an action with its alert, attempt and file; and for an event.
    private static let (bytesAnAction, bytesAnEvent) = (2250, 260)
    /// Bytes that sorting the widest index takes for a while.
    private static let bytesToSort = 140

    /// Filled, sorted and indexed, in order; random as they are, they come last.
    private static let laterIndexes = [
        "action_by_machine", "action_by_name", "action_by_file", "action_by_defender_id", "action_succeeded_pair",
        "action_ended_machine", "action_ended_file", "action_live_pair", "alert_by_content",
    ]

    /// Throws where the disk has no room for what is still to be written, before anything is.
    func checkRoom() throws {
        let folder = URL(filePath: path).deletingLastPathComponent().path
        var status = statvfs()
        guard statvfs(folder, &status) == 0 else { throw BenchFailure("statvfs", errno) }
        let free = Int(status.f_bavail) * Int(status.f_frsize)
        let written = (try? FileManager.default.attributesOfItem(atPath: path)[.size] as? Int) ?? 0
        let whole = actions * (Self.bytesAnAction + Self.bytesToSort) + events * Self.bytesAnEvent
        let needed = max(whole - written, 0)
        // A disk that is full to the last byte is nobody's wish.
        guard free > needed + 1 << 30 else {
            throw NoRoom(folder: folder, needed: needed, free: free, actions: actions)
        }
    }

    /// True where the log is whole; false where `deadline` came first.
    func write(until deadline: ContinuousClock.Instant) throws -> Bool {
        let isNew = !FileManager.default.fileExists(atPath: path)
        // Sorting goes to the same disk, whose room was looked at.
        setenv("SQLITE_TMPDIR", URL(filePath: path).deletingLastPathComponent().path, 1)
        if isNew { try ActionLog.open(path: path, access: .daemon) { "0123456789ab" }.close() }
        var configuration = GRDB.Configuration()
        configuration.prepareDatabase { db in
            try db.execute(
                sql:
                    "PRAGMA synchronous = OFF; PRAGMA cache_size = -1000000; PRAGMA threads = 1; PRAGMA temp_store = FILE"
            )
        }
        let database = try DatabaseQueue(path: path, configuration: configuration)
        let isWhole = try database.writeWithoutTransaction { db in
            _ = try String.fetchOne(db, sql: "PRAGMA journal_mode = OFF")
            if isNew { try setAside(db) }
            let isWhole = try goOn(db, until: deadline)
            _ = try String.fetchOne(db, sql: "PRAGMA journal_mode = WAL")
            return isWhole
        }
        try database.close()
        return isWhole
    }

    private func goOn(_ db: Database, until deadline: ContinuousClock.Instant) throws -> Bool {
        guard try db.tableExists("long_log") else { return true }
        try makeSubjects(db)
        var done = try Int.fetchOne(db, sql: "SELECT coalesce(max(action_id), 0) FROM action_rows") ?? 0
        while done < actions {
            if ContinuousClock.now > deadline { return false }
            let end = min(done + Self.chunk, actions)
            try inTransaction(db) { try fill(db, from: done + 1, through: end) }
            done = end
        }
        while try nextEvent(db) <= events {
            if ContinuousClock.now > deadline { return false }
            try inTransaction(db) { try chain(db, atMost: 2 * Self.chunk) }
        }
        while let row = try Row.fetchOne(db, sql: "SELECT name, sql FROM long_log WHERE sql IS NOT NULL ORDER BY rowid")
        {
            if ContinuousClock.now > deadline { return false }
            try db.execute(sql: row["sql"])
            try db.execute(sql: "UPDATE long_log SET sql = NULL WHERE name = ?", arguments: [row["name"]])
        }
        try inTransaction(db) {
            // Made anew, an index has nothing in the planner's table.
            try db.execute(sql: "DELETE FROM sqlite_stat1; INSERT INTO sqlite_stat1 SELECT * FROM long_log_stat1")
            try db.execute(
                sql: "DROP TABLE long_log_stat1; DROP TABLE long_log; DROP TABLE long_machine; DROP TABLE long_file")
        }
        return true
    }

    /// Takes off what is made at the end.
    private func setAside(_ db: Database) throws {
        try inTransaction(db) {
            try db.execute(sql: "CREATE TABLE long_log_stat1 AS SELECT * FROM sqlite_stat1")
            try db.execute(sql: "CREATE TABLE long_log (name TEXT PRIMARY KEY, sql TEXT)")
            let triggers = try String.fetchAll(
                db, sql: "SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = 'events'")
            for (kind, names) in [("INDEX", Self.laterIndexes), ("TRIGGER", triggers)] {
                for name in names {
                    try db.execute(
                        sql: "INSERT INTO long_log SELECT name, sql FROM sqlite_master WHERE name = ?",
                        arguments: [name])
                    try db.execute(sql: "DROP \(kind) \(name)")
                }
            }
        }
    }

    private func inTransaction(_ db: Database, _ body: () throws -> Void) throws {
        try db.inTransaction(.immediate) {
            try body()
            return .commit
        }
    }

    struct NoRoom: Error, CustomStringConvertible {
        var folder: String
        var needed: Int
        var free: Int
        var actions: Int

        var description: String {
            """
            \(actions) actions need about \(needed / 1_000_000) MB in \(folder), and \(free / 1_000_000) MB are free: \
            take fewer --rows, or a --directory on another disk
            """
        }
    }
}
