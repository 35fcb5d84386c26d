import GRDB

/// The database's shape: versions, forward only. One file each for tables, indexes, triggers and views.
///
/// A released migration is never edited: a change is a new one at the end. `PRAGMA user_version` repeats the number of the
/// last one for people and other programs.
enum Schema {
    /// "LZRT", so that `file` and other programs can tell an action log from any other database.
    static let applicationID: Int32 = 0x4C5A_5254

    static let version = 4

    static var migrator: DatabaseMigrator {
        var migrator = DatabaseMigrator()
        // Immediate: the deferred way checks every row of every table, minutes in a log of millions.
        migrator.registerMigration("1", foreignKeyChecks: .immediate) { db in
            for sql in [actionTables, alertTables, callTables, eventTables, privateTables] { try db.execute(sql: sql) }
            for sql in [actionIndexes, otherIndexes] { try db.execute(sql: sql) }
            for sql in [counterTriggers, fileTriggers, eventTriggers] { try db.execute(sql: sql) }
            try db.execute(sql: views)
            try db.execute(sql: "PRAGMA application_id = \(applicationID)")
            try db.execute(sql: "PRAGMA user_version = 1")
        }
        migrator.registerMigration("2", foreignKeyChecks: .immediate) { db in
            try db.execute(sql: version2)
            try db.execute(sql: statistics)
            try db.execute(sql: "PRAGMA user_version = 2")
        }
        migrator.registerMigration("3", foreignKeyChecks: .immediate) { db in
            try db.execute(sql: version3)
            try db.execute(sql: "PRAGMA user_version = 3")
        }
        migrator.registerMigration("4", foreignKeyChecks: .immediate) { db in
            try db.execute(sql: version4)
            try db.execute(sql: "PRAGMA user_version = 4")
        }
        return migrator
    }
}
