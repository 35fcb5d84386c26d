import GRDB
import LazaretCore
import LazaretTestKit
import Testing

@testable import ActionLog

/// The count of a machine's actions is exact, whatever the log holds: what is on its way is looked for from the oldest such action on.
@Suite struct MachineCountTests {
    private static let machines = [machineA, machineB]
    private static let states = [
        "held", "queued", "sending", "unconfirmed", "submitted", "succeeded", "failed", "cancelled", "denied",
        "dry_run",
    ]

    @Test(arguments: 0..<20)
    func `it is what counting every row gives`(seed: Int) async throws {
        try await TestLog.run { test in
            var state = UInt64(seed) &* 0x9E37_79B9_7F4A_7C15 &+ 1
            func pick(_ count: Int) -> Int {
                state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
                return Int(state >> 33) % count
            }
            for number in 0..<24 {
                let made = try order(Self.machines[pick(2)], machine(number), alert: "\(number)")
                let name = "\(number).json"
                try await test.takeIn(
                    pick(3) == 0 ? file(name, [document(name, [made])], subdirectory: "other") : file(name, made))
            }
            // Some logs have nothing, or one action, on its way; retried ones are older than their count, a clock may have been set back.
            let states =
                seed % 4 == 0
                ? Self.states.filter { !["queued", "sending", "unconfirmed", "submitted"].contains($0) } : Self.states
            for number in 1...24 {
                let created = Instant(milliseconds: 1_767_225_600_000 + Int64(pick(40)) * 3_600_000).stored
                let counted = Instant(milliseconds: 1_767_225_600_000 + Int64(pick(40)) * 3_600_000).stored
                let word = seed % 4 == 1 && number > 1 ? "denied" : states[pick(states.count)]
                let isCounted = pick(5) > 0
                try await test.tamper(
                    """
                    UPDATE action_rows SET state = '\(word)', created_at = '\(created)',
                        counted_at = \(isCounted ? "'\(counted)'" : "NULL") WHERE action_id = \(number)
                    """)
            }
            let since = Instant(milliseconds: 1_767_225_600_000 + 20 * 3_600_000).stored
            for tenant in ["default", "other"] {
                for machine in Self.machines {
                    let all = try await test.value(
                        """
                        SELECT count(*) FROM action_rows WHERE tenant = '\(tenant)' AND machine_id = '\(machine)' AND counted_at > '\(since)'
                            AND action_id <> 3 AND (state IN (\(StateSet.live)) OR \(StateSet.endedClause))
                        """)
                    let found = try await test.log.read { db in
                        let queries = FactQueries(db: db, tenant: tenant)
                        return try queries.actions(
                            onMachine: machine, since: since, except: 3, limit: 100, oldest: queries.oldestLive())
                    }
                    #expect("\(found)" == all, "\(tenant) \(machine)")
                }
            }
        }
    }

    @Test
    func `a flood for one machine is held at the limit, in batches of every size, and a retried old action counts`()
        async throws
    {
        try await TestLog.run { test in
            let rules = PolicyRules.open { $0.actionsPerMachine = .init(count: 3, per: .seconds(3600)) }
            var number = 0
            for size in [1, 1, 5, 50, 1, 200] {
                let files = try (0..<size).map { _ in
                    number += 1
                    return try file("\(number).json", order(machineA, machine(number), alert: "\(number)"))
                }
                _ = try await test.log.takeIn(
                    files, rules: IntakeRules(policy: rules, tenants: twoTenants), at: test.now)
            }
            #expect(try await test.value("SELECT count(*) FROM action_rows WHERE state = 'queued'") == "3")
            #expect(try await test.value("SELECT count(*) FROM action_rows WHERE state = 'held'") == "255")
            // Two hours later one that ended long ago is on its way again: it counts by when it was queued, not created.
            for _ in 0..<3 { try await test.drive(rules, to: "Failed") }
            test.clock.advance(by: .seconds(7200))
            try await test.tamper(
                "UPDATE action_rows SET state = 'queued', counted_at = '\(test.now.wall.stored)' WHERE action_id <= 3")
            test.clock.advance(by: .seconds(1))
            try await test.takeIn(file("last.json", order(machineA, machine(900), alert: "last")), rules: rules)
            #expect(try await test.value("SELECT state FROM action_rows ORDER BY action_id DESC LIMIT 1") == "held")
        }
    }
}
