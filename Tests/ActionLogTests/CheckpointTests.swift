import Foundation
import GRDB
import LazaretTestKit
import Testing

@testable import ActionLog

/// The write-ahead log is copied into the database beside the commits, and stays short.
@Suite struct CheckpointTests {
    private enum Happening {
        case commit(Int, CheckpointPace.Step)
        case copied
        case notCopied
    }

    @Test func `a copy begins after some pages, one at a time, and above the most a commit waits`() {
        let happenings: [Happening] = [
            .commit(100, .nothing), .commit(2999, .nothing), .commit(3000, .beside), .commit(6500, .nothing), .copied,
            // From where the last copy began.
            .commit(5999, .nothing), .commit(6000, .beside), .commit(8900, .nothing), .copied, .commit(8999, .nothing),
            .commit(9000, .waiting), .copied,
            // Somebody reads: the log cannot start again.
            .commit(9999, .nothing), .commit(10_000, .waiting), .copied,
            // It has started again.
            .commit(500, .nothing), .commit(3000, .beside), .copied,
        ]
        check(happenings)
    }

    @Test func `a copy that was not made is tried again after the next commit`() {
        check([.commit(3000, .beside), .notCopied, .commit(3001, .beside), .copied, .commit(5000, .nothing)])
        check([.commit(9500, .waiting), .notCopied, .commit(9501, .waiting), .copied, .commit(9502, .nothing)])
    }

    @Test func `a commit waits for what came since a copy that is still under way`() {
        check([.commit(3000, .beside), .commit(9000, .waiting), .copied, .commit(9500, .nothing)])
    }

    private func check(_ happenings: [Happening]) {
        var pace = CheckpointPace()
        for happening in happenings {
            switch happening {
            case .commit(let frames, let step): #expect(pace.next(frames: frames) == step, "\(frames)")
            case .copied: pace.ended(true)
            case .notCopied: pace.ended(false)
            }
        }
    }

    @Test func `however much is written, the write-ahead log stays short`() async throws {
        try await TestLog.run { test in
            try await write(test, commits: 60, pages: 500)
            let pages = CheckpointPace.mostFrames + CheckpointPace.moreFrames + 600
            #expect(try length(test.path + "-wal") <= pages * 4120)
            #expect(try await test.value("PRAGMA integrity_check") == "ok")
            #expect(try await test.value("SELECT count(*) FROM filling") == "30000")
        }
    }

    @Test func `a reader that stays keeps no commit from being made, and the log is short again after it`() async throws
    {
        try await TestLog.run { test in
            try await write(test, commits: 1, pages: 10)
            var configuration = Configuration()
            configuration.allowsUnsafeTransactions = true
            let reader = try DatabaseQueue(path: test.path, configuration: configuration)
            try await reader.writeWithoutTransaction { db in
                try db.execute(sql: "BEGIN")
                _ = try Int.fetchOne(db, sql: "SELECT count(*) FROM filling")
            }
            try await write(test, commits: 30, pages: 500)
            #expect(try length(test.path + "-wal") > CheckpointPace.mostFrames * 4120)
            try await reader.writeWithoutTransaction { db in try db.execute(sql: "COMMIT") }
            try reader.close()
            try await write(test, commits: 6, pages: 500)
            // The next that finds everything copied begins again from the start, and SQLite cuts the file.
            #expect(try length(test.path + "-wal") <= 50_331_648)
            #expect(try await test.value("SELECT count(*) FROM filling") == "18010")
        }
    }

    @Test func `nothing else copies for the daemon, and a log is closed while a copy is under way`() async throws {
        try await TestLog.run { test in
            let automatic = try await test.log.database.writeWithoutTransaction { db in
                try Int.fetchOne(db, sql: "PRAGMA wal_autocheckpoint")
            }
            #expect(automatic == 0)
            try await write(test, commits: 1, pages: CheckpointPace.someFrames)
            try test.log.close()
            let again = try ActionLog.open(path: test.path, access: .reader)
            #expect(try again.blockingRead { db in try Int.fetchOne(db, sql: "SELECT count(*) FROM filling") } == 3000)
        }
    }

    /// A page a row.
    private func write(_ test: TestLog, commits: Int, pages: Int) async throws {
        for _ in 0..<commits {
            try await test.log.write(at: test.now) { transaction in
                let db = transaction.db
                try db.execute(sql: "CREATE TABLE IF NOT EXISTS filling (bytes BLOB)")
                for _ in 0..<pages { try db.execute(sql: "INSERT INTO filling VALUES (zeroblob(3000))") }
            }
        }
    }

    private func length(_ path: String) throws -> Int {
        try #require(FileManager.default.attributesOfItem(atPath: path)[.size] as? Int)
    }
}
