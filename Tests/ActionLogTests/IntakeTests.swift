import LazaretCore
import LazaretTestKit
import Testing

@testable import ActionLog

@Suite struct IntakeTests {
    @Test func `an order becomes a queued action, its alert and its event`() async throws {
        try await TestLog.run { test in
            let receipts = try await test.takeIn(file("a.json", order()))
            #expect(
                receipts == [
                    IntakeReceipt(
                        alertsTaken: 1, outcomes: ["mapped": 1], tenantsWithWork: ["default"], alertIDs: ["alert-1"],
                        actionIDs: [1])
                ])
            let at = "2026-01-01T00:00:00.000Z"
            #expect(
                try await test.value("SELECT * FROM machine_actions") == """
                    1|default|\(machineA)||\(fileOne)|bad.exe|Alert alert-1 [lazaret:0123456789ab:1]|high|queued|||\
                    |0||||0|1|\(at)|\(at)||||\(at)|
                    """)
            #expect(
                try await test.value("SELECT * FROM alerts") == """
                    1|default|alert-1|Malware|high||a.json|\(contentHash("a.json"))|flat|mapped||\(at)
                    """)
            #expect(try await test.value("SELECT * FROM action_alerts") == "1|1")
            #expect(
                try await test.value(
                    "SELECT event_id, at, action_id, actor, event, from_state, to_state, reason, detail FROM events")
                    == "1|\(at)|1|daemon|created||queued||{}")
        }
    }

    struct Case: Sendable, CustomTestStringConvertible {
        var name: String
        var rules: @Sendable (inout PolicyRules) -> Void = { _ in }
        var order: @Sendable () throws -> Order = { try ActionLogTests.order() }
        var alert: String
        var action: String
        var testDescription: String { name }
    }

    static let verdicts: [Case] = [
        Case(name: "dry run", rules: { $0.mode = .dryRun }, alert: "mapped|", action: "dry_run||final"),
        Case(name: "approve", rules: { $0.mode = .approve }, alert: "mapped|", action: "held|approval|open"),
        Case(
            name: "low severity", order: { try ActionLogTests.order(severity: .low) }, alert: "skipped|low_severity",
            action: ""),
        Case(
            name: "no severity counts as configured", rules: { $0.severityWhenMissing = .low },
            order: { try ActionLogTests.order(severity: nil) }, alert: "skipped|low_severity", action: ""),
        Case(
            name: "stale",
            order: { try ActionLogTests.order(detectedAt: Instant(milliseconds: 1_767_225_600_000 - 90_000_000)) },
            alert: "skipped|stale", action: ""),
        Case(
            name: "handled", order: { try ActionLogTests.order(handled: "resolved") }, alert: "skipped|handled",
            action: ""),
        Case(
            name: "protected file", rules: { $0.protectedFiles = Set([SHA1Hash(fileOne)].compactMap { $0 }) },
            alert: "mapped|", action: "denied|protected_file|final"),
        Case(
            name: "protected machine",
            rules: { $0.protectedMachines = ProtectedMachines(nameGlobs: ["dc*"]) },
            order: { try ActionLogTests.order(machineName: "DC01.example.com") }, alert: "mapped|",
            action: "denied|protected_machine|final"),
        Case(
            name: "a limit of nothing", rules: { $0.actions = .init(count: 0, per: .seconds(60)) }, alert: "mapped|",
            action: "held|blast_radius|open"),
    ]

    @Test(arguments: verdicts)
    func `a rule's verdict becomes rows`(_ example: Case) async throws {
        try await TestLog.run { test in
            try await test.takeIn(file("a.json", example.order()), rules: .open(example.rules))
            #expect(try await test.value("SELECT outcome, reason FROM alerts") == example.alert)
            #expect(
                try await test.value(
                    "SELECT state, reason, iif(finished_at IS NULL, 'open', 'final') FROM machine_actions")
                    == example.action)
            let told = example.action.isEmpty ? "" : example.action.split(separator: "|")[0]
            #expect(try await test.value("SELECT to_state FROM events") == told)
        }
    }

    @Test func `the rule that decided is counted`() async throws {
        try await TestLog.run { test in
            let receipts = try await test.takeIn(file("a.json", order(handled: "resolved")))
            #expect(receipts.map(\.verdicts) == [[RuleVerdictCount(rule: .handled, verdict: "skip"): 1]])
        }
    }

    @Test func `an alert with several orders has one row and an action each`() async throws {
        try await TestLog.run { test in
            try await test.takeIn(
                file("a.json", order(machineA), order(machineB), order(machineA), order(machineB, severity: .low)))
            #expect(try await test.value("SELECT outcome FROM alerts") == "mapped")
            #expect(
                try await test.rows("SELECT action_id, machine_id, alert_count FROM machine_actions")
                    == ["1|\(machineA)|1", "2|\(machineB)|1"])
            #expect(try await test.rows("SELECT * FROM action_alerts") == ["1|1", "2|1"])
        }
    }

    @Test func `more orders in a file than allowed are all held`() async throws {
        try await TestLog.run { test in
            let orders = try (0..<3).map { try order(machine($0), alert: "alert-\($0)") }
            try await test.takeIn(
                file("a.jsonl", orders.enumerated().map { document("line \($0)", [$1]) }),
                rules: .open { $0.maximumOrdersPerFile = 2 })
            #expect(
                try await test.rows("SELECT state, reason FROM machine_actions")
                    == Array(repeating: "held|file_limit", count: 3))
        }
    }

    @Test func `text that SQLite or a spreadsheet would cut stays whole, and the marker last`() async throws {
        try await TestLog.run { test in
            let comment = "before\0after" + String(repeating: "x", count: 5000)
            try await test.takeIn(file("a.json", order(comment: comment)))
            let stored = try await test.value("SELECT comment FROM machine_actions")
            #expect(stored.hasPrefix("before\u{FFFD}afterx"))
            #expect(stored.hasSuffix(" [lazaret:0123456789ab:1]"))
            #expect(stored.unicodeScalars.count == Marker.commentLimit)
        }
    }
}
