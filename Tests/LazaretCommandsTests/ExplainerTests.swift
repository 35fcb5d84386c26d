import ActionLog
import LazaretCore
import LazaretTestKit
import Testing

@testable import LazaretCommands

/// `explain` tells what intake would do, also of the limits that the file itself would reach.
@Suite struct ExplainerTests {
    private static let start = Moment(wall: Instant(milliseconds: 1_767_225_600_000), steady: Steady(milliseconds: 0))

    private func order(_ machine: Int, _ file: Int) throws -> Order {
        func hex(_ digit: String, _ number: Int) -> String {
            let digits = String(number)
            return String(repeating: digit, count: 40 - digits.count) + digits
        }
        return Order(
            machineID: try #require(MachineID(hex("a", machine))), sha1: try #require(SHA1Hash(hex("b", file))),
            comment: "x", severity: .high, detectedAt: Self.start.wall)
    }

    private func mapped(_ orders: [Order], content: String = "c") -> MappedFile {
        let alert = MappedAlert(alertID: "alert", items: orders.map { .order($0) })
        let hash = String(repeating: content, count: 64)
        return MappedFile(documents: [
            MappedDocument(contentSHA256: hash, result: .mapped(mapping: "flat", alerts: [alert]))
        ])
    }

    /// `body` gets the log, and a function that explains a file on it.
    private func withLog(
        _ policy: PolicyRules,
        _ body: (ActionLog, IntakeRules, (MappedFile) throws -> ExplainedFile) async throws -> Void
    ) async throws {
        try await withTemporaryDirectory { directory in
            let log = try ActionLog.open(path: directory + "/actions.db", access: .daemon, boot: "boot") {
                "0123456789ab"
            }
            let tenants = TenantDirectory(entries: [.init(name: "default", tenantID: "t")])
            let rules = IntakeRules(policy: policy, tenants: tenants)
            try await body(log, rules) {
                try Explainer(rules: rules, log: log, now: Self.start.wall).explain("file", $0)
            }
            try log.close()
        }
    }

    private func intake(_ file: MappedFile, _ name: String) -> IntakeFile {
        IntakeFile(sourceFile: name, subdirectory: nil, mapped: file)
    }

    @Test(arguments: [
        // Machines with one file; files on one machine; one of each: what is allowed of 30.
        (machines: 30, files: 1, allowed: 25), (machines: 1, files: 30, allowed: 10),
        (machines: 30, files: 30, allowed: 30),
    ])
    func `the limits count what the file itself would queue, as intake does`(
        _ row: (machines: Int, files: Int, allowed: Int)
    ) async throws {
        let orders = try (0..<30).map { try order($0 % row.machines, $0 % row.files) }
        try await withLog(PolicyRules(mode: .enforce, canary: 0)) { log, rules, explain in
            let verdicts = try explain(mapped(orders)).documents.flatMap(\.orders).map(\.verdict)
            #expect(verdicts.count { $0 == "allow" } == row.allowed)
            #expect(verdicts.count { $0 == "hold" } == 30 - row.allowed)
            _ = try await log.takeIn([intake(mapped(orders), "a.json")], rules: rules, at: Self.start)
            #expect(try log.summary().actions.first { $0.state == .queued }?.count == row.allowed)
        }
    }

    @Test func `a new hash is on no other machine, whatever else the tenant has`() async throws {
        try await withLog(PolicyRules(mode: .enforce, canary: 0)) { log, rules, explain in
            let others = try (1..<7).map { try order($0, $0) }
            _ = try await log.takeIn([intake(mapped(others), "a.json")], rules: rules, at: Self.start)
            let explained = try explain(mapped([try order(8, 8)], content: "d"))
            let rule = try #require(
                explained.documents.first?.orders.first?.judgement?.rules.first { $0.rule == .machinesPerFile })
            #expect(rule.detail.hasPrefix("0 other machines"))
        }
    }

    /// What explain says of each order, and what intake then does with each: the same words.
    @Test(arguments: [PolicyRules.Mode.dryRun, .approve, .enforce], [true, false])
    func `explain says what run then does, order by order, with a log or without`(
        _ mode: PolicyRules.Mode, _ hasLog: Bool
    ) async throws {
        var policy = PolicyRules(
            mode: mode, machinesPerFile: .init(count: 4, per: .seconds(3600)),
            actionsPerMachine: .init(count: 3, per: .seconds(3600)), actions: .init(count: 14, per: .seconds(3600)),
            canary: 2)
        policy.protectedFiles = [try order(1, 4).sha1]
        try await withLog(policy) { log, rules, explain in
            if hasLog {
                let before = try (0..<8).map { try document([order($0 % 4, $0 % 3)], "before \($0)") }
                _ = try await log.takeIn(
                    [intake(MappedFile(documents: before), "a.json")], rules: rules, at: Self.start)
            }
            // Machines and files in all mixtures, pairs again, a document again.
            var documents = try (0..<60).map { try document([order(($0 * 3) % 7, ($0 * 2) % 5)], "\($0)") }
            documents += [documents[3], documents[30]]
            let file = MappedFile(documents: documents)
            let explained =
                try hasLog
                ? explain(file) : Explainer(rules: rules, log: .empty(), now: Self.start.wall).explain("file", file)
            let said = explained.documents.flatMap(\.orders).map { "\($0.verdict) \($0.reason ?? "")" }
            let last = try log.alerts(AlertFilter()).rows.first?[0].integer ?? 0
            _ = try await log.takeIn([intake(file, "b.json")], rules: rules, at: Self.start)
            let done = try outcomes(log, after: last)
            #expect(said == done)
            #expect(said.count { $0.hasPrefix("attach") } > 3 || mode == .dryRun)
            #expect(said.count { $0 == "skip duplicate" } == 2)
        }
    }

    /// Alerts with what is no order in them, before or after one that is passed over, held or made; of a known tenant or another.
    @Test(arguments: [
        "S", "B", "o", "So", "oS", "oB", "Bo", "SB", "O", "SO", "BO", "OoB", "U", "UB", "US", "oU", "Uo", "OU",
    ])
    func `an alert's outcome and reason are what intake then records`(_ items: String) async throws {
        try await withLog(PolicyRules(mode: .enforce, minimumSeverity: .high, canary: 0)) { log, rules, explain in
            let alert = MappedAlert(
                alertID: "alert",
                items: try items.enumerated().map { index, item in
                    if item == "S" { return .skip("sha1_missing") }
                    if item == "B" { return .bad("no hash") }
                    var order = try order(index, index)
                    if item == "o" { order.severity = .low }
                    if item == "U" { order.tenantID = "elsewhere" }
                    return .order(order)
                })
            let file = MappedFile(documents: [
                MappedDocument(contentSHA256: "c", result: .mapped(mapping: "flat", alerts: [alert]))
            ])
            let explained = try explain(file)
            let receipts = try await log.takeIn([intake(file, "a.json")], rules: rules, at: Self.start)
            var filter = AlertFilter()
            filter.ascending = true
            let alerts = try log.alerts(filter)
            let recorded = alerts.rows.map { row in
                ["outcome", "reason"].map { alerts.cell($0, of: row).text ?? "" }.joined(separator: " ")
            }
            let document = try #require(explained.documents.first)
            #expect(recorded.contains("\(document.outcome) \(document.reason ?? "")"), "\(recorded)")
            #expect(explained.refusal?.reason == receipts.first?.refusal?.reason)
        }
    }

    private func document(_ orders: [Order], _ content: String) throws -> MappedDocument {
        let alert = MappedAlert(alertID: content, items: orders.map { .order($0) })
        return MappedDocument(contentSHA256: content, result: .mapped(mapping: "flat", alerts: [alert]))
    }

    /// What became of each alert (each has one order), in explain's words.
    private func outcomes(_ log: ActionLog, after last: Int64) throws -> [String] {
        var words: [Int64: String] = [:]
        let actions = try log.actions(ActionFilter())
        for action in actions.rows {
            let keys =
                try log.detail(of: try #require(action[0].integer))?.alerts.rows.compactMap { $0[0].integer } ?? []
            for key in keys { words[key] = "attach " }
            let word =
                switch actions.cell("state", of: action).text {
                case "held": "hold "
                case "denied": "deny "
                default: "allow "
                }
            // The first alert made it.
            words[try #require(keys.min())] = word + (actions.cell("reason", of: action).text ?? "")
        }
        var filter = AlertFilter()
        filter.ascending = true
        let alerts = try log.alerts(filter)
        return alerts.rows.compactMap { row in
            guard let key = row[0].integer, key > last else { return nil }
            if alerts.cell("outcome", of: row) == .text("duplicate") { return "skip duplicate" }
            return words[key] ?? "skip " + (alerts.cell("reason", of: row).text ?? "")
        }
    }

    @Test func `a document that was here before is a duplicate, and nothing comes of its orders`() async throws {
        try await withLog(PolicyRules(mode: .enforce, canary: 0)) { log, rules, explain in
            let file = mapped([try order(1, 1)])
            _ = try await log.takeIn([intake(file, "a.json")], rules: rules, at: Self.start)
            let document = try #require(try explain(file).documents.first)
            #expect(document.outcome == "duplicate")
            #expect(document.orders.map(\.verdict) == ["skip"])
            #expect(document.orders.map(\.reason) == ["duplicate"])
        }
    }
}

@Suite struct CSVTextTests {
    @Test(arguments: [
        ("plain", "plain"), ("a,b", "\"a,b\""), ("=1+1", "'=1+1"), ("-3", "-3"), ("a\u{1b}[31m", "a\\u{1b}[31m"),
        ("a\nb", "a\\u{a}b"), ("x\u{202e}y", "x\\u{202e}y"), ("\u{7}", "\\u{7}"),
        // Where the semicolon separates cells.
        ("a;=1+1", "a;'=1+1"), ("a;b; c", "a;b; c"), ("a;-3", "a;-3"), ("a;\"=1+1\"", "\"a;'\"\"=1+1\"\"\""),
        ("\"=1+1\"", "\"'\"\"=1+1\"\"\""), (";@SUM(A1)", ";'@SUM(A1)"),
    ])
    func `a cell is no formula and moves no cursor`(_ row: (text: String, cell: String)) {
        #expect(CSVText.cell(row.text) == row.cell)
    }
}
