import GRDB
import LazaretCore
import LazaretTestKit
import Testing

@testable import ActionLog

/// The kept counters are the counts, whoever writes and however it ends.
@Suite struct CounterTests {
    /// Days and words that the counters and the rows disagree about.
    static func disagreements(_ test: TestLog) async throws -> [String] {
        let columns = Schema.dayColumns
        let outcomes = ["mapped", "skipped", "duplicate", "rejected"]
        func words(_ column: String, in one: [String], of sum: String) -> String {
            columns.map { name in
                name == sum ? "1 AS \(name)" : one.contains(name) ? "\(column) = '\(name)' AS \(name)" : "0 AS \(name)"
            }.joined(separator: ", ")
        }
        let states = ActionState.allCases.map(\.rawValue)
        let counted = """
            SELECT day, tenant, \(columns.map { "sum(\($0)) AS \($0)" }.joined(separator: ", ")) FROM (
                SELECT substr(created_at, 1, 10) AS day, tenant, \(words("state", in: states, of: "actions"))
                    FROM machine_actions
                UNION ALL SELECT substr(received_at, 1, 10), tenant, \(words("outcome", in: outcomes, of: "alerts"))
                    FROM alerts) GROUP BY 1, 2
            """
        let kept = "SELECT day, tenant, \(columns.joined(separator: ", ")) FROM daily_summary"
        let byState = "SELECT tenant, state, count(*) FROM machine_actions GROUP BY 1, 2"
        return try await test.rows("SELECT * FROM (\(counted)) EXCEPT \(kept)")
            + test.rows("\(kept) EXCEPT SELECT * FROM (\(counted))")
            + test.rows("\(byState) EXCEPT SELECT * FROM state_summary")
            + test.rows("SELECT * FROM state_summary EXCEPT \(byState)")
            + test.rows("SELECT 'negative', * FROM state_counts WHERE actions < 0")
    }

    private static let inApproval = PolicyRules.open { $0.mode = .approve }

    @Test func `they follow intake, delivery, decisions of another process, time and retention`() async throws {
        try await TestLog.run { test in
            func check(_ what: Comment) async throws {
                let found = try await Self.disagreements(test)
                #expect(found == [], what)
            }
            for day in 0..<3 {
                for number in 0..<8 {
                    let tenant = number % 2 == 0 ? nil : twoTenants.entries[1].tenantID
                    let name = "\(day)-\(number)"
                    try await test.takeIn(
                        file(name, order(machine(number + 10 * day), alert: name, tenantID: tenant)),
                        file(name + "-low", order(severity: .low)), file(name, order(machine(number + 10 * day))),
                        file(name + "-odd", order(tenantID: "nobody's")),
                        rules: number < 4 ? .open() : Self.inApproval)
                }
                try await check("taken in")
                try await test.drive(to: "Succeeded")
                try await test.drive(to: "Failed")
                try await check("delivered")
                test.clock.advance(by: .seconds(3600))
            }
            #expect(try await test.value("SELECT count(DISTINCT outcome) FROM alerts") == "4")

            let other = try ActionLog.open(path: test.path, access: .writer)
            let held = try await test.rows("SELECT action_id FROM held_actions ORDER BY 1").compactMap { Int64($0) }
            #expect(held.count > 4)
            _ = try await other.decide(
                Decision(.approve, actor: "ann", rules: Self.inApproval), on: Array(held[..<2]), at: test.now)
            _ = try await other.decide(
                Decision(.deny, actor: "ann", rules: Self.inApproval), on: Array(held[2..<4]), at: test.now)
            let failed = try await test.rows("SELECT action_id FROM failed_actions").compactMap { Int64($0) }
            _ = try await other.decide(
                Decision(.retry, actor: "ann", rules: Self.inApproval), on: failed, at: test.now)
            try await check("decided")

            test.clock.advance(by: .seconds(2 * 86_400))
            _ = try await test.log.settle(rules: Self.inApproval, retry: RetryPolicy(), at: test.now)
            try await check("timed out and expired")
            #expect(try await test.value("SELECT count(*) FROM machine_actions WHERE state = 'denied'") != "2")

            let clock = test.clock
            let pruned = try await test.log.prune(before: test.now.wall, actor: "daemon", at: { clock.now() })
            #expect(pruned.actions > 0 && pruned.alerts > 0)
            try await check("pruned")
        }
    }

    @Test func `a transaction that fails counts nothing`() async throws {
        struct Stop: Error {}
        try await TestLog.run { test in
            try await test.takeIn(file("1", order()))
            let rules = IntakeRules(policy: .open(), tenants: twoTenants)
            let installation = TestLog.installation
            let another = try file("2", order(machineB))
            await #expect(throws: (any Error).self) {
                try await test.log.write(at: test.now) { transaction in
                    let intake = try Intake(transaction: transaction, rules: rules, installation: installation)
                    _ = try intake.take(another)
                    try transaction.finish()
                    throw Stop()
                }
            }
            #expect(try await test.value("SELECT * FROM state_summary") == "default|queued|1")
            #expect(try await Self.disagreements(test) == [])
        }
    }

    /// Those of one transaction are in the log, but not yet in the counters.
    @Test func `a limit counts what the same batch has queued, for each tenant`() async throws {
        try await TestLog.run { test in
            let rules = PolicyRules.open { $0.actions = .init(count: 2, per: .seconds(60)) }
            let files = try (0..<8).map { number in
                try file(
                    "\(number)",
                    order(
                        machine(number), alert: "\(number)",
                        tenantID: number % 2 == 0 ? nil : twoTenants.entries[1].tenantID))
            }
            _ = try await test.log.takeIn(
                files, rules: IntakeRules(policy: rules, tenants: twoTenants), at: test.now)
            #expect(
                try await test.rows("SELECT * FROM state_summary ORDER BY 1, 2") == [
                    "default|held|2", "default|queued|2", "other|held|2", "other|queued|2",
                ])
        }
    }
}
