import Foundation
import GRDB
import LazaretCore
import LazaretTestKit
import Testing

@testable import ActionLog

/// What a dead process, a full disk or a cancelled task leave behind.
@Suite struct CrashTests {
    private func reopened(_ path: String) async throws -> [String] {
        let log = try ActionLog.open(path: path, access: .daemon)
        return try await log.read { db in
            try String.fetchAll(db, sql: "SELECT state FROM machine_actions ORDER BY action_id")
                + (try String.fetchAll(db, sql: "PRAGMA integrity_check"))
        }
    }

    @Test func `a log that nobody closed is whole`() async throws {
        try await withTemporaryDirectory { directory in
            var test: TestLog? = try TestLog(directory: directory)
            let path = directory + "/actions.db"
            try await test?.takeIn(file("1", try order()))
            _ = try await test?.claim()
            test = nil
            #expect(try await reopened(path) == ["sending", "ok"])
        }
    }

    @Test func `the files as they are after any commit open as that commit left them`() async throws {
        try await TestLog.run { test in
            let states = ["queued", "sending", "submitted", "succeeded"]
            for number in 1...4 {
                switch number {
                case 1: try await test.takeIn(file("1", order()))
                case 2: _ = try await test.claim()
                case 3: try await accept(test)
                default: try await test.track(1, "Succeeded")
                }
                // As a power cut would leave them: the daemon still runs, and nothing was checkpointed.
                let copy = test.directory + "/copy-\(number)"
                try FileManager.default.createDirectory(atPath: copy, withIntermediateDirectories: true)
                for suffix in ["", "-wal"] {
                    try FileManager.default.copyItem(
                        atPath: test.path + suffix, toPath: copy + "/actions.db" + suffix)
                }
                #expect(try await reopened(copy + "/actions.db") == [states[number - 1], "ok"])
            }
        }
    }

    private func accept(_ test: TestLog) async throws {
        let change = ActionChange(
            from: .sending, to: .submitted, machineAction: machineAction("Pending", id: "guid-1"))
        try await test.log.write(at: test.now) { try $0.apply(Transition(action: 1, change: change)) }
    }

    @Test func `a write-ahead log cut anywhere loses commits from its end only, never half a one`() async throws {
        try await TestLog.run { test in
            for number in 1...5 { try await test.takeIn(file("\(number)", order(machine(number), alert: "\(number)"))) }
            let wal = try Data(contentsOf: URL(fileURLWithPath: test.path + "-wal"))
            var random = SeededGenerator(seed: 7)
            var counts: Set<Int> = []
            for _ in 0..<40 {
                let copy = test.directory + "/" + UUID().uuidString
                try FileManager.default.createDirectory(atPath: copy, withIntermediateDirectories: true)
                let length = Int.random(in: wal.count / 2...wal.count, using: &random)
                try wal.prefix(length).write(to: URL(fileURLWithPath: copy + "/actions.db-wal"))
                try FileManager.default.copyItem(atPath: test.path, toPath: copy + "/actions.db")
                let log = try ActionLog.open(path: copy + "/actions.db", access: .daemon) { TestLog.installation }
                let counted = try await log.read { db in
                    try ["files", "alert_rows", "action_rows", "action_alerts", "events"].map { table in
                        try Int.fetchOne(db, sql: "SELECT count(*) FROM \(table)") ?? -1
                    }
                }
                #expect(Set(counted).count == 1, "\(counted)")
                guard case .intact = try await log.verify() else {
                    Issue.record("the chain is broken at \(length) of \(wal.count) bytes")
                    return
                }
                counts.formUnion(counted)
            }
            #expect(counts.count > 1)
        }
    }

    @Test func `a cancelled task's write is done all the same`() async throws {
        try await TestLog.run { test in
            let writer = Task {
                // Cancelled before it begins.
                withUnsafeCurrentTask { $0?.cancel() }
                return try await test.takeIn(file("1", order()))
            }
            let receipts = try await writer.value
            #expect(receipts.map(\.alertsTaken) == [1])
            #expect(try await test.value("SELECT count(*) FROM machine_actions") == "1")
        }
    }

    @Test func `a full disk is told as that, loses nothing, and passes`() async throws {
        try await TestLog.run { test in
            try await test.takeIn(file("1", order()))
            let pages = try await test.value("PRAGMA page_count")
            let before = try await test.value("SELECT count(*) FROM events")
            try await test.setMaximumPages(Int(pages) ?? 1)
            let files = try (0..<500).map { try file("\($0)", order(machine($0), alert: "\($0)")) }
            let rules = IntakeRules(policy: .open(), tenants: twoTenants)
            var label = ""
            do { _ = try await test.log.takeIn(files, rules: rules, at: test.now) } catch {
                label = (error as? ActionLogError)?.label ?? "not ours"
            }
            #expect(label == "full")
            #expect(try await test.value("SELECT count(*) FROM events") == before)
            try await test.setMaximumPages(1 << 30)
            #expect(try await test.log.takeIn(files, rules: rules, at: test.now).count == 500)
        }
    }

    @Test func `another process's long write is told as busy`() async throws {
        try await TestLog.run { test in
            var configuration = Configuration()
            configuration.busyMode = .immediateError
            let impatient = try DatabaseQueue(path: test.path, configuration: configuration)
            try await test.log.write(at: test.now) { transaction in
                try transaction.run("UPDATE settings SET value = value")
                var label = ""
                do { try impatient.writeWithoutTransaction { try $0.execute(sql: "BEGIN IMMEDIATE") } } catch {
                    label = ActionLogError.of(error).label
                }
                #expect(label == "busy")
            }
        }
    }
}
