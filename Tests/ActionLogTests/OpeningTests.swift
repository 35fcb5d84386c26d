import Foundation
import GRDB
import LazaretCore
import LazaretTestKit
import Testing

@testable import ActionLog

@Suite struct OpeningTests {
    @Test func `a new log has its file, mode, ids and version`() async throws {
        try await TestLog.run { test in
            let mode = try FileManager.default.attributesOfItem(atPath: test.path)[.posixPermissions] as? Int
            #expect(mode == 0o640)
            #expect(test.log.installation == TestLog.installation)
            #expect(try await test.value("PRAGMA user_version") == "\(Schema.version)")
            #expect(try await test.value("PRAGMA application_id") == "\(Schema.applicationID)")
            let again = try ActionLog.open(path: test.path, access: .daemon) { "ffffffffffff" }
            #expect(again.installation == TestLog.installation)
        }
    }

    @Test func `the mode of a file that is there is left alone`() async throws {
        try await withTemporaryDirectory { directory in
            let path = directory + "/actions.db"
            try Data().write(to: URL(fileURLWithPath: path))
            try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: path)
            _ = try ActionLog.open(path: path, access: .daemon) { TestLog.installation }
            let mode = try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int
            #expect(mode == 0o600)
        }
    }

    @Test(arguments: [ActionLog.Access.daemon, .writer])
    func `whoever writes commits with synchronous=FULL, in WAL, with foreign keys`(access: ActionLog.Access)
        async throws
    {
        try await TestLog.run { test in
            let log = access == .daemon ? test.log : try ActionLog.open(path: test.path, access: access)
            let settings = try await log.database.writeWithoutTransaction { db in
                try ["synchronous", "journal_mode", "foreign_keys"].map { name in
                    try String.fetchOne(db, sql: "PRAGMA \(name)") ?? ""
                }
            }
            #expect(settings == ["2", "wal", "1"])
        }
    }

    @Test func `after a clean stop the log can be read by who may write nothing`() async throws {
        try await TestLog.run { test in
            try await test.takeIn(file("1", order()))
            try test.log.close()
            for suffix in ["-wal", "-shm"] {
                #expect(FileManager.default.fileExists(atPath: test.path + suffix), "\(suffix)")
            }
            let reader = try ActionLog.open(path: test.path, access: .reader)
            let count = try await reader.read { db in try Int.fetchOne(db, sql: "SELECT count(*) FROM machine_actions")
            }
            #expect(count == 1)
            await #expect(throws: ActionLogError.self) {
                try await reader.takeIn(
                    [file("2", try order())], rules: IntakeRules(policy: .open(), tenants: twoTenants), at: test.now)
            }
            try reader.close()
            #expect(FileManager.default.fileExists(atPath: test.path + "-wal"))
        }
    }

    @Test func `an unknown newer schema is refused and left alone`() async throws {
        try await TestLog.run { test in
            try await test.tamper("PRAGMA user_version = 99")
            try test.log.close()
            for access in [ActionLog.Access.daemon, .writer, .reader] {
                #expect(throws: ActionLogError.schemaIsNewer(found: 99, known: Schema.version)) {
                    try ActionLog.open(path: test.path, access: access)
                }
            }
        }
    }

    @Test func `a database of another program is refused and left alone`() async throws {
        try await withTemporaryDirectory { directory in
            let path = directory + "/actions.db"
            let other = try DatabaseQueue(path: path)
            try await other.write { db in try db.execute(sql: "CREATE TABLE theirs (x)") }
            try other.close()
            let before = try Data(contentsOf: URL(fileURLWithPath: path))
            #expect(throws: ActionLogError.notAnActionLog(path)) { try ActionLog.open(path: path, access: .daemon) }
            #expect(try Data(contentsOf: URL(fileURLWithPath: path)) == before)
        }
    }

    @Test func `what is no database, not there or not to be opened has its own error`() async throws {
        try await withTemporaryDirectory { directory in
            let path = directory + "/actions.db"
            #expect(label(path, .reader) == "cannot_open")
            #expect(label(path, .writer) == "cannot_open")
            #expect(!FileManager.default.fileExists(atPath: path))
            #expect(label(directory + "/none/actions.db", .daemon) == "cannot_open")
            try Data(repeating: 0x41, count: 8192).write(to: URL(fileURLWithPath: path))
            #expect(label(path, .daemon) == "corrupt")
            // A first opening that crashed before its schema is a new log.
            let empty = directory + "/empty.db"
            try Data().write(to: URL(fileURLWithPath: empty))
            #expect(label(empty, .reader) == "schema_is_older")
            #expect(label(empty, .daemon) == nil)
        }
    }

    @Test func `a first opening that was killed before the log was in WAL is finished by the next`() async throws {
        try await withTemporaryDirectory { directory in
            // A database file with a hot rollback journal, as a kill leaves it in the middle of a transaction.
            let (work, path) = (directory + "/work.db", directory + "/actions.db")
            let crashing = try DatabaseQueue(path: work)
            try await crashing.writeWithoutTransaction { db in
                try db.execute(sql: "PRAGMA cache_size = 1; BEGIN IMMEDIATE; CREATE TABLE half (x)")
                for _ in 0..<50 { try db.execute(sql: "INSERT INTO half VALUES (randomblob(2000))") }
                for suffix in ["", "-journal"] {
                    try FileManager.default.copyItem(atPath: work + suffix, toPath: path + suffix)
                }
                try db.execute(sql: "ROLLBACK")
            }
            #expect(throws: ActionLogError.self) { try ActionLog.open(path: path, access: .reader) }
            let log = try ActionLog.open(path: path, access: .daemon) { TestLog.installation }
            #expect(try log.integrityCheck() == ["ok"])
            #expect(try log.summary().actions.allSatisfy { $0.count == 0 })
        }
    }

    @Test func `a first opening that was killed before its first migration is finished by the next`() async throws {
        try await withTemporaryDirectory { directory in
            let path = directory + "/actions.db"
            let crashed = try DatabaseQueue(path: path)
            // What GRDB writes, in a transaction of its own, before it runs the first migration.
            try await crashed.write { db in
                try db.execute(sql: "CREATE TABLE grdb_migrations (identifier TEXT NOT NULL PRIMARY KEY)")
            }
            try crashed.close()
            let log = try ActionLog.open(path: path, access: .daemon) { TestLog.installation }
            #expect(log.installation == TestLog.installation)
        }
    }

    private func label(_ path: String, _ access: ActionLog.Access) -> String? {
        do { _ = try ActionLog.open(path: path, access: access) { TestLog.installation } } catch {
            return (error as? ActionLogError)?.label
        }
        return nil
    }

    @Test func `a log that its first daemon has not finished is not there yet, and not damaged`() async throws {
        try await withTemporaryDirectory { directory in
            let path = directory + "/actions.db"
            try ActionLog.open(path: path, access: .daemon) { TestLog.installation }.close()
            let unfinished = try DatabaseQueue(path: path)
            try await unfinished.write { db in try db.execute(sql: "DELETE FROM settings") }
            try unfinished.close()
            #expect(label(path, .reader) == "schema_is_older")
            #expect(label(path, .writer) == "schema_is_older")
            #expect(label(path, .daemon) == nil)
        }
    }

    @Test(arguments: ["", "0123456789a", "0123456789AB", "0123456789abc", "0123456789xy"])
    func `an installation id is 12 lower-case hexadecimal digits`(id: String) async throws {
        try await withTemporaryDirectory { directory in
            _ = #expect(throws: ActionLogError.self) {
                try ActionLog.open(path: directory + "/actions.db", access: .daemon) { id }
            }
        }
    }

    @Test func `every error has a bounded label of its own`() {
        let codes: [(ResultCode, String)] = [
            (.SQLITE_FULL, "full"), (.SQLITE_READONLY, "read_only"), (.SQLITE_BUSY, "busy"),
            (.SQLITE_LOCKED, "busy"), (.SQLITE_CORRUPT, "corrupt"), (.SQLITE_NOTADB, "corrupt"),
            (.SQLITE_IOERR, "io"), (.SQLITE_IOERR_FSYNC, "io"), (.SQLITE_CANTOPEN, "cannot_open"),
            (.SQLITE_CONSTRAINT, "other"),
        ]
        for (code, label) in codes {
            #expect(ActionLogError.of(DatabaseError(resultCode: code, message: "text")).label == label)
        }
    }
}
