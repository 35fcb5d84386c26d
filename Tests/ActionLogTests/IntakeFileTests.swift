import LazaretCore
import LazaretTestKit
import Testing

@testable import ActionLog

/// What becomes of a file: tenants, duplicates, refusals, receipts.
@Suite struct IntakeFileTests {
    @Test func `an alert goes to the tenant it names, else the directory's, else the first`() async throws {
        try await TestLog.run { test in
            let named = try order(machine(1), tenantID: "99999999-2222-3333-4444-555555555555")
            let plain = try order(machine(2))
            let receipts = try await test.takeIn(
                file("a.json", named), file("other/b.json", [document("b", [plain])], subdirectory: "other"),
                file("c.json", try order(machine(3))))
            #expect(receipts.map(\.tenantsWithWork) == [["other"], ["other"], ["default"]])
            #expect(
                try await test.rows("SELECT tenant FROM machine_actions ORDER BY action_id") == [
                    "other", "other", "default",
                ])
        }
    }

    @Test func `a tenant that is not configured is rejected and acts on nothing`() async throws {
        try await TestLog.run { test in
            let receipts = try await test.takeIn(file("a.json", try order(tenantID: "nobody")))
            #expect(receipts.map(\.refusal?.reason) == [.unknownTenant])
            #expect(receipts.map(\.alertsRefused) == [1])
            #expect(try await test.value("SELECT tenant, outcome, reason FROM alerts") == "|rejected|unknown_tenant")
            #expect(try await test.value("SELECT count(*) FROM machine_actions") == "0")
        }
    }

    @Test func `orders of one alert that name different tenants are parted`() async throws {
        try await TestLog.run { test in
            let receipts = try await test.takeIn(
                file("a.json", try order(machineA), try order(machineB, tenantID: "other")))
            #expect(receipts.map(\.alertsTaken) == [2])
            #expect(
                try await test.rows("SELECT tenant, machine_id FROM machine_actions ORDER BY action_id")
                    == ["default|\(machineA)", "other|\(machineB)"])
        }
    }

    @Test func `the same document again is a duplicate, in the same batch too`() async throws {
        try await TestLog.run { test in
            let same = document("same", [try order()])
            let receipts = try await test.takeIn(file("a.json", [same]), file("b.json", [same, same]))
            #expect(receipts.map(\.outcomes) == [["mapped": 1], ["duplicate": 2]])
            try await test.drive(to: "Failed")
            let later = try await test.takeIn(file("c.json", [same]))
            #expect(later == [IntakeReceipt(alertsTaken: 1, outcomes: ["duplicate": 1], alertIDs: ["alert-1"])])
            #expect(try await test.value("SELECT count(*), max(alert_count) FROM machine_actions") == "1|1")
        }
    }

    @Test func `the same document for another tenant is no duplicate`() async throws {
        try await TestLog.run { test in
            let same = document("same", [try order()])
            try await test.takeIn(
                file("a.json", [same]), file("other/a.json", [same], subdirectory: "other"))
            #expect(try await test.rows("SELECT outcome FROM alerts ORDER BY alert_key") == ["mapped", "mapped"])
        }
    }

    @Test func `the second alert of a document is not the first one's duplicate`() async throws {
        try await TestLog.run { test in
            let alerts = try [
                MappedAlert(alertID: "one", items: [.order(order(machineA, alert: "one"))]),
                MappedAlert(alertID: "two", items: [.order(order(machineB, alert: "two"))]),
            ]
            let both = MappedDocument(contentSHA256: contentHash("x"), result: .mapped(mapping: "flat", alerts: alerts))
            try await test.takeIn(file("a.json", [both]))
            #expect(try await test.rows("SELECT alert_id, outcome FROM alerts") == ["one|mapped", "two|mapped"])
        }
    }

    @Test func `a rejected document that comes again is judged again`() async throws {
        try await TestLog.run { test in
            let mapped = document("x", [try order(tenantID: "late")])
            try await test.takeIn(file("a.json", [mapped]))
            let tenants = TenantDirectory(entries: [.init(name: "late", tenantID: "late")])
            let receipts = try await test.log.takeIn(
                [file("a.json", [mapped])], rules: IntakeRules(policy: .open(), tenants: tenants), at: test.now)
            #expect(receipts.map(\.outcomes) == [["mapped": 1]])
        }
    }

    @Test func `a new alert about an open or newly quarantined pair attaches, after any other end it acts`()
        async throws
    {
        try await TestLog.run { test in
            try await test.takeIn(file("a.json", order(alert: "1")), file("b.json", order(alert: "2")))
            try await test.drive(to: "Succeeded")
            try await test.takeIn(file("c.json", order(alert: "3")))
            #expect(try await test.value("SELECT action_id, alert_count FROM machine_actions") == "1|3")
            test.clock.advance(by: .seconds(24 * 3600))
            try await test.takeIn(file("d.json", order(alert: "4")))
            try await test.drive(to: "TimeOut")
            try await test.takeIn(file("e.json", order(alert: "5")))
            #expect(
                try await test.rows("SELECT action_id, state, alert_count FROM machine_actions")
                    == ["1|succeeded|3", "2|timed_out|1", "3|queued|1"])
            #expect(try await test.value("SELECT count(*) FROM alerts WHERE outcome = 'mapped'") == "5")
        }
    }

    struct Refused: Sendable, CustomTestStringConvertible {
        var result: MappedDocument.Result
        var alert: String
        var testDescription: String { alert }
    }

    static let refused: [Refused] = [
        Refused(result: .refused(Refusal(.malformedJSON, "no", line: 1, column: 3)), alert: "rejected|malformed_json"),
        Refused(result: .refused(Refusal(.mappingFailed, "died twice")), alert: "rejected|mapping_failed"),
        Refused(result: .noMapping, alert: "rejected|no_mapping"),
        Refused(
            result: .mapped(mapping: "flat", alerts: [MappedAlert(alertID: "x", items: [.bad("no sha1")])]),
            alert: "rejected|bad_order"),
    ]

    @Test(arguments: refused)
    func `what is refused has one row, and its file goes to rejected`(_ example: Refused) async throws {
        try await TestLog.run { test in
            let bad = MappedDocument(line: 1, contentSHA256: contentHash("bad"), result: example.result)
            let receipts = try await test.takeIn(file("a.jsonl", [bad, document("good", [order()])]))
            #expect(receipts.map(\.alertsTaken) == [1])
            #expect(receipts.map(\.alertsRefused) == [1])
            #expect(
                receipts.map { $0.refusal?.reason.rawValue } == [
                    example.alert.split(separator: "|").map(String.init)[1]
                ])
            #expect(
                try await test.rows("SELECT outcome, reason FROM alerts ORDER BY alert_key") == [
                    example.alert, "mapped|",
                ])
        }
    }

    @Test func `a file refused as a whole has one row`() async throws {
        try await TestLog.run { test in
            let refused = IntakeFile(
                sourceFile: "a.json", subdirectory: nil,
                mapped: MappedFile(refusal: Refusal(.malformedJSON, "trailing comma", line: 2, column: 7)))
            let receipts = try await test.takeIn(refused)
            #expect(receipts.map(\.refusal?.line) == [2])
            #expect(
                try await test.value("SELECT outcome, reason, content_sha256 FROM alerts") == "rejected|malformed_json|"
            )
            #expect(try await test.log.finishedFiles(limit: 10).isEmpty)
        }
    }

    @Test func `a bad order beside a good one refuses the file, again after a crash before the move`() async throws {
        try await TestLog.run { test in
            let alert = MappedAlert(alertID: "x", items: [.bad("sha1 is no hash"), .order(try order())])
            let mixed = MappedDocument(
                contentSHA256: contentHash("x"), result: .mapped(mapping: "flat", alerts: [alert]))
            for _ in 0..<2 {
                let receipts = try await test.takeIn(file("a.json", [mixed]))
                #expect(receipts.map(\.refusal) == [Refusal(.badOrder, "sha1 is no hash")])
            }
            #expect(try await test.rows("SELECT outcome FROM alerts ORDER BY alert_key") == ["mapped", "duplicate"])
            #expect(try await test.value("SELECT count(*) FROM machine_actions") == "1")
        }
    }

    @Test func `a mapping's skip is the alert's reason`() async throws {
        try await TestLog.run { test in
            let alert = MappedAlert(alertID: "x", items: [.skip("sha256_only"), .skip("second")])
            let skipped = MappedDocument(
                contentSHA256: contentHash("x"), result: .mapped(mapping: "graph-alert", alerts: [alert]))
            let receipts = try await test.takeIn(file("a.json", [skipped]))
            #expect(receipts == [IntakeReceipt(alertsTaken: 1, outcomes: ["skipped": 1], alertIDs: ["x"])])
            #expect(
                try await test.value("SELECT alert_id, mapping, outcome, reason FROM alerts")
                    == "x|graph-alert|skipped|sha256_only")
        }
    }

    @Test func `a batch that fails writes nothing`() async throws {
        try await TestLog.run { test in
            try await test.tamper(
                "CREATE TRIGGER no BEFORE INSERT ON files WHEN NEW.source_file = 'b.json' BEGIN SELECT raise(ABORT, 'no'); END"
            )
            await #expect(throws: ActionLogError.self) {
                try await test.takeIn(file("a.json", try order()), file("b.json", try order(machineB)))
            }
            #expect(try await test.value("SELECT count(*) FROM alerts") == "0")
            #expect(try await test.value("SELECT count(*) FROM events") == "0")
        }
    }
}
