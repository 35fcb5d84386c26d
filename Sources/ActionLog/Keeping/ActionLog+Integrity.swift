import GRDB

extension ActionLog {
    /// SQLite's own check of the file's structure and indexes; `["ok"]` where nothing is wrong, else up to a hundred lines.
    /// Blocks, for seconds a million rows; keeps no writer waiting.
    public func integrityCheck() throws -> [String] {
        do {
            return try blockingRead { db in try String.fetchAll(db, sql: "PRAGMA integrity_check") }
        } catch {
            throw ActionLogError.of(error)
        }
    }
}
