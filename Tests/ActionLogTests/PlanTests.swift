import Foundation
import GRDB
import GRDBSQLite
import LazaretCore
import LazaretTestKit
import Testing

@testable import ActionLog

/// No verb of the daemon reads or sorts more of the log than it needs: every statement it runs is explained.
@Suite struct PlanTests {
    private final class Trace: @unchecked Sendable {
        private let lock = NSLock()
        private var seen: Set<String> = []

        func add(_ sql: String) { lock.withLock { _ = seen.insert(sql) } }
        var statements: [String] { lock.withLock { seen.sorted() } }
    }

    /// Bounded by what they count (a limit, one file's canaries, the horizon of lookups), not by the log.
    private static let boundedSorts = [
        "SELECT DISTINCT machine_id", "SELECT subject, min(position)", "LIMIT \(ActionLog.lookupHorizon)",
    ]

    @Test func `every statement of the daemon's day goes by an index`() async throws {
        try await TestLog.run { test in
            let trace = Trace()
            try await test.log.database.writeWithoutTransaction { db in
                db.trace(options: .statement) { event in
                    if case .statement(let statement) = event { trace.add(statement.sql) }
                }
            }
            try await day(test)
            let kinds = ["SELECT", "UPDATE", "DELETE", "INSERT"]
            let statements = trace.statements.filter { sql in
                kinds.contains { sql.uppercased().hasPrefix($0) } && !sql.contains("sqlite_")
            }
            #expect(statements.count > 50)
            for sql in statements {
                let plan = try await test.log.read { try QueryPlan.of(sql, nulls(for: sql, $0), $0) }
                let mayBeSorted = Self.boundedSorts.contains { sql.contains($0) }
                #expect(
                    plan.objections(toSorting: mayBeSorted) == [],
                    "\(sql.split(separator: "\n").joined(separator: " ")) :: \(plan)")
            }
        }
    }

    /// The plan does not depend on the values.
    private func nulls(for sql: String, _ db: Database) throws -> StatementArguments {
        let statement = try db.makeStatement(sql: sql)
        let count = Int(sqlite3_bind_parameter_count(statement.sqliteStatement))
        return StatementArguments(Array(repeating: nil as String?, count: count))
    }

    private func day(_ test: TestLog) async throws {
        let rules = PolicyRules.open {
            $0.machinesPerFile = .init(count: 3, per: .seconds(3600))
            $0.actionsPerMachine = .init(count: 3, per: .seconds(3600))
            $0.actions = .init(count: 9, per: .seconds(3600))
            $0.canary = 1
            $0.lookups.scope = .all
        }
        _ = try await test.log.recover(at: test.now)
        for number in 0..<12 {
            try await test.takeIn(file("\(number)", order(machine(number % 7), alert: "\(number)")), rules: rules)
        }
        let allButLookups = { (rules: PolicyRules) in
            var rules = rules
            rules.lookups.scope = .off
            return rules
        }(rules)
        try await test.drive(allButLookups, to: "Succeeded")
        _ = try await test.claimResult(rules)
        _ = try await test.log.dueLookups(.machine, tenant: "default", limit: 5, at: test.now)
        for _ in 0..<3 { _ = try await test.log.settle(rules: rules, retry: RetryPolicy(), at: test.now) }
        try await test.record(
            try await test.claim(allButLookups), "unknown",
            ActionChange(from: .sending, to: .unconfirmed, reason: .unknownOutcome))
        _ = try await test.log.dueLook(tenant: "default", at: test.now)
        try await test.takeIn(file("12", order(machine(12), fileTwo, alert: "12")), rules: allButLookups)
        try await test.accept(try await test.claim(allButLookups))
        _ = try await test.log.dueForTracking(tenant: "default", limit: 100, at: test.now)
        _ = try await test.log.dueCancel(tenant: "default", at: test.now)
        _ = try await test.log.finishedFiles(limit: 10)
        _ = try await test.log.slots(tenant: "default", lane: .submit, within: .seconds(3600), at: test.now)
        _ = try await test.log.nextDue(tenant: "default", at: test.now)
        _ = try await test.log.killSwitch()
        _ = try test.log.summary()
        test.clock.advance(by: .seconds(100_000))
        _ = try await test.log.settle(rules: rules, retry: RetryPolicy(), at: test.now)
        test.clock.advance(by: .seconds(100_000))
        _ = try await test.log.prune(before: test.now.wall, actor: "daemon", at: { test.now })
    }
}
