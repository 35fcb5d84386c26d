import Foundation
import GRDB
import LazaretCore
import LazaretTestKit
import Testing

@testable import ActionLog

@Suite struct OpeningTests {
    @Test func `a new log has its file, mode, ids and version`() async throws {
        try await withTemporaryDirectory { directory in
            let path = directory + "/actions.db"
            let log = try ActionLog.open(path: path, access: .daemon) { "0123456789ab" }
            #expect(log.installation == "0123456789ab")
            let mode = try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int
            #expect(mode == 0o640)
            let version = try await log.database.read { db in try Int.fetchOne(db, sql: "PRAGMA user_version") }
            #expect(version == Schema.version)
        }
    }
}
