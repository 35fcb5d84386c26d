import GRDB
import Glibc

extension ActionLog {
    /// What an opener may do.
    public enum Access: Hashable, Sendable {
        /// Creates the file (mode 0640) or migrates it where needed; one writing connection and a few reading ones.
        case daemon
        /// Writes to an existing log of this very version, over one connection; for operators' decisions.
        case writer
        /// Reads an existing log of this very version; needs no permission to write anything.
        case reader
    }

    /// Opens `actions.db` at `path`. Blocks (file system, migration).
    ///
    /// - Parameters:
    ///   - boot: this boot's id (`TimeSource.boot`); only the daemon's verbs need it.
    ///   - patience: with another process that writes; then `.busy`.
    ///   - newInstallation: 12 random hexadecimal digits, asked for only where the log is new.
    /// - Throws: ``ActionLogError``; a log of a newer version and a database of another program stay untouched.
    public static func open(
        path: String, access: Access, boot: String = "", patience: Patience = .usual,
        newInstallation: () -> String = { "" }
    ) throws -> ActionLog {
        DatabaseFile.setUp
        do {
            if access == .daemon { try DatabaseFile.create(at: path) } else { try DatabaseFile.require(at: path) }
            try finishInterruptedOpening(path, access: access)
            try inspect(path, access: access)
            let database = try connect(path, access: access, patience)
            if access == .daemon { try Schema.migrator.migrate(database) }
            let id = try database.writeWithoutTransaction { db -> String in
                if access != .reader { try makeDurable(db) }
                return try storedInstallation(db, access: access, new: newInstallation)
            }
            let checkpointer = access == .daemon ? try Checkpointer(beside: database) : nil
            if let checkpointer {
                database.writeWithoutTransaction { db in DatabaseFile.afterCommits(of: db, tell: checkpointer) }
            }
            return ActionLog(database: database, installation: id, boot: boot, checkpointer: checkpointer)
        } catch {
            throw ActionLogError.of(error)
        }
    }

    /// Closes every connection: what is in the log is whole either way. Blocks until running accesses are done.
    ///
    /// `-wal` and `-shm` stay, for accounts that can only read. Verbs called afterwards throw.
    public func close() throws {
        do { try database.close() } catch { throw ActionLogError.of(error) }
        try checkpointer?.close()
    }

    private static func connect(_ path: String, access: Access, _ patience: Patience) throws -> any DatabaseWriter {
        var configuration = Configuration()
        configuration.label = "actionlog"
        configuration.busyMode = patience.busyMode
        configuration.foreignKeysEnabled = true
        configuration.readonly = access == .reader
        configuration.maximumReaderCount = 3
        configuration.prepareDatabase { db in
            // On every connection: whichever is closed last decides whether -wal and -shm stay.
            try DatabaseFile.keepWriteAheadLog(db)
        }
        if access == .daemon { return try DatabasePool(path: path, configuration: configuration) }
        return try DatabaseQueue(path: path, configuration: configuration)
    }

    /// A kill in a first opening, before the log is in WAL, leaves a rollback journal, and whoever may only read cannot even
    /// look: SQLite takes the half transaction back when the file is opened for writing. Nothing else is written.
    private static func finishInterruptedOpening(_ path: String, access: Access) throws {
        guard access == .daemon, Glibc.access(path + "-journal", F_OK) == 0 else { return }
        var configuration = Configuration()
        configuration.busyMode = .timeout(5)
        let database = try DatabaseQueue(path: path, configuration: configuration)
        _ = try database.read { db in try Int.fetchOne(db, sql: "PRAGMA user_version") }
        try database.close()
    }

    /// Looks before anything is written: whose database is it, and of which version?
    private static func inspect(_ path: String, access: Access) throws {
        var configuration = Configuration()
        configuration.readonly = true
        configuration.busyMode = .timeout(5)
        configuration.prepareDatabase { db in try DatabaseFile.keepWriteAheadLog(db) }
        let (application, version, isEmpty) = try DatabaseQueue(path: path, configuration: configuration).read { db in
            (
                try Int32.fetchOne(db, sql: "PRAGMA application_id") ?? 0,
                try Int.fetchOne(db, sql: "PRAGMA user_version") ?? 0,
                // GRDB's own table, and its index, may be there after a crash in the first opening.
                try Bool.fetchOne(
                    db,
                    sql: """
                        SELECT NOT EXISTS (
                            SELECT 1 FROM sqlite_master WHERE tbl_name NOT LIKE 'grdb\\_%' ESCAPE '\\')
                        """)
                    ?? false
            )
        }
        if isEmpty && application == 0 {
            guard access == .daemon else { throw ActionLogError.schemaIsOlder(found: 0, known: Schema.version) }
            return
        }
        guard application == Schema.applicationID else { throw ActionLogError.notAnActionLog(path) }
        if version > Schema.version { throw ActionLogError.schemaIsNewer(found: version, known: Schema.version) }
        if version < Schema.version && access != .daemon {
            throw ActionLogError.schemaIsOlder(found: version, known: Schema.version)
        }
    }

    /// GRDB's pool sets `synchronous=NORMAL` by itself when it opens: FULL afterwards, and looked at.
    ///
    /// `temp_store`: what a statement would need to take itself back stays in memory. A row has so many indexes that SQLite
    /// would else write each page that it changes to a temporary file first, three quarters of all its writes.
    ///
    /// `cache_size`: what a full commit of intake changes (some 6,000 pages) fits, or SQLite would write pages before the commit,
    /// read them again and write them twice. The daemon has a ``Checkpointer``; others copy after 8,000 pages (32 MB).
    private static func makeDurable(_ db: Database) throws {
        try db.execute(
            sql: """
                PRAGMA synchronous = FULL;
                PRAGMA wal_autocheckpoint = 8000;
                PRAGMA journal_size_limit = 50331648;
                PRAGMA cache_size = -28672;
                PRAGMA temp_store = MEMORY;
                """)
        let synchronous = try Int.fetchOne(db, sql: "PRAGMA synchronous") ?? -1
        guard synchronous == 2 else { throw ActionLogError.notDurable("synchronous is \(synchronous), not 2 (FULL)") }
        let journal = try String.fetchOne(db, sql: "PRAGMA journal_mode") ?? ""
        guard journal == "wal" else { throw ActionLogError.notDurable("journal_mode is \(journal), not wal") }
    }

    private static func storedInstallation(_ db: Database, access: Access, new: () -> String) throws -> String {
        let query = "SELECT value FROM settings WHERE key = 'installation'"
        if let stored = try String.fetchOne(db, sql: query) { return stored }
        // A daemon that starts for the first time is about to write it, or was killed before it could.
        guard access == .daemon else { throw ActionLogError.schemaIsOlder(found: 0, known: Schema.version) }
        let installation = new()
        guard installation.utf8.count == 12, installation.allSatisfy({ $0.isHexDigit && !$0.isUppercase }) else {
            throw ActionLogError.other(code: 0, "an installation id is 12 lower-case hexadecimal digits")
        }
        try db.execute(sql: "INSERT INTO settings VALUES ('installation', ?)", arguments: [installation])
        return installation
    }
}
