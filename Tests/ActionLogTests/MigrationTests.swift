import Foundation
import GRDB
import LazaretCore
import LazaretTestKit
import Testing

@testable import ActionLog

/// Every released version of the schema is kept as SQL, and must come up to the newest with all that is in it.
@Suite struct MigrationTests {
    static let released = [1, 2, 3]

    private static func fixture(_ version: Int) throws -> String {
        let tests = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        return try String(contentsOf: tests.appending(path: "Fixtures/actions-\(version).sql"), encoding: .utf8)
    }

    private static func restore(_ version: Int, in directory: String) throws -> String {
        let path = directory + "/actions.db"
        let queue = try DatabaseQueue(path: path)
        try queue.writeWithoutTransaction { db in
            try db.execute(sql: try fixture(version))
            _ = try String.fetchOne(db, sql: "PRAGMA journal_mode = WAL")
        }
        try queue.close()
        return path
    }

    @Test func `a fixture is kept for every version before this one`() {
        #expect(Self.released == Array(1..<Schema.version))
    }

    @Test(arguments: released)
    func `a log of an older version is migrated by the daemon, whole`(version: Int) async throws {
        try await withTemporaryDirectory { directory in
            let path = try Self.restore(version, in: directory)
            for access in [ActionLog.Access.writer, .reader] {
                #expect(throws: ActionLogError.schemaIsOlder(found: version, known: Schema.version)) {
                    try ActionLog.open(path: path, access: access)
                }
            }
            let test = try TestLog(directory: directory)
            #expect(try await test.value("PRAGMA user_version") == "\(Schema.version)")
            #expect(try await test.value("SELECT state, count(*) FROM machine_actions GROUP BY 1") == "succeeded|6")
            #expect(try await test.value("SELECT * FROM state_summary") == "demo|succeeded|6")
            #expect(try await test.value("SELECT count(*) FROM alerts") == "7")
            #expect(try await CounterTests.disagreements(test) == [])
            guard case .intact(24, _) = try await test.log.verify() else {
                Issue.record("the chain did not survive")
                return
            }
            #expect(try await test.value("PRAGMA integrity_check") == "ok")
            #expect(try await test.value("PRAGMA foreign_key_check") == "")
        }
    }

    @Test(arguments: released)
    func `a migrated log has the shape of a new one, and works on`(version: Int) async throws {
        let shape = "SELECT type, name, sql FROM sqlite_master WHERE name NOT LIKE 'sqlite_%' ORDER BY type, name"
        var new: [String] = []
        try await TestLog.run { test in new = try await test.rows(shape) }
        try await withTemporaryDirectory { directory in
            _ = try Self.restore(version, in: directory)
            let test = try TestLog(directory: directory)
            #expect(try await test.rows(shape) == new)
            test.clock.advance(by: .seconds(1_000_000_000))
            try await test.takeIn(file("more", order()))
            try await test.drive(to: "Succeeded")
            #expect(try await test.value("SELECT max(action_id) FROM machine_actions") == "7")
            guard case .intact(28, _) = try await test.log.verify() else {
                Issue.record("the chain does not go on")
                return
            }
        }
    }
}
