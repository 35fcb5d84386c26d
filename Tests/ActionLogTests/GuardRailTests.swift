import LazaretCore
import LazaretTestKit
import Testing

@testable import ActionLog

/// Limits and canaries, at intake, before the POST and as time passes.
@Suite struct GuardRailTests {
    /// Ten alerts for one file on ten machines, five of them in one batch.
    private func flood(_ test: TestLog, _ rules: PolicyRules, machines: Range<Int> = 0..<10) async throws {
        let files = try machines.map { try file("\($0).json", order(machine($0), alert: "alert-\($0)")) }
        _ = try await test.log.takeIn(
            Array(files.prefix(5)), rules: IntakeRules(policy: rules, tenants: twoTenants), at: test.now)
        for file in files.dropFirst(5) { try await test.takeIn(file, rules: rules) }
    }

    private func states(_ test: TestLog) async throws -> [String: Int] {
        var states: [String: Int] = [:]
        for row in try await test.rows("SELECT state || coalesce(' ' || reason, '') FROM machine_actions") {
            states[row, default: 0] += 1
        }
        return states
    }

    @Test func `one file on many machines is held above the limit`() async throws {
        try await TestLog.run { test in
            let rules = PolicyRules.open { $0.machinesPerFile = .init(count: 3, per: .seconds(3600)) }
            try await flood(test, rules)
            #expect(try await states(test) == ["queued": 3, "held blast_radius": 7])
            // Each of the three leaves: an action does not count against itself.
            for _ in 0..<3 { try await test.drive(rules, to: "Succeeded") }
            #expect(try await test.claimResult(rules) == .nothing(next: nil))
            // Another file is not concerned, the window moves on, and what is held stays so.
            try await test.takeIn(file("x.json", order(machine(50), fileTwo)), rules: rules)
            test.clock.advance(by: .seconds(3600))
            try await test.takeIn(file("y.json", order(machine(51))), rules: rules)
            #expect(try await states(test) == ["succeeded": 3, "queued": 2, "held blast_radius": 7])
        }
    }

    @Test(arguments: [PolicyRules.Mode.enforce, .approve])
    func `in one batch the second alert for a pair joins what the first made, another tenant's makes its own`(
        mode: PolicyRules.Mode
    ) async throws {
        try await TestLog.run { test in
            let rules = PolicyRules.open { $0.mode = mode }
            let files = [
                try file("a.json", order(machineA, alert: "1")), try file("b.json", order(machineA, alert: "2")),
                try file("c.json", [document("c", [order(machineA, alert: "3")])], subdirectory: "other"),
            ]
            _ = try await test.log.takeIn(files, rules: IntakeRules(policy: rules, tenants: twoTenants), at: test.now)
            let rows = try await test.rows("SELECT tenant || ' ' || alert_count FROM machine_actions ORDER BY tenant")
            #expect(rows == ["default 2", "other 1"])
        }
    }

    @Test func `many files on one machine are held above the limit`() async throws {
        try await TestLog.run { test in
            let rules = PolicyRules.open { $0.actionsPerMachine = .init(count: 2, per: .seconds(3600)) }
            let files = try (0..<4).map { try file("\($0).json", order(machineA, machine($0), alert: "\($0)")) }
            for file in files { try await test.takeIn(file, rules: rules) }
            try await test.takeIn(file("x.json", order(machineB)), rules: rules)
            #expect(try await states(test) == ["queued": 3, "held blast_radius": 2])
        }
    }

    @Test func `all actions of a tenant are held above the limit, another tenant's are not`() async throws {
        try await TestLog.run { test in
            let rules = PolicyRules.open { $0.actions = .init(count: 4, per: .seconds(3600)) }
            try await flood(test, rules)
            try await test.takeIn(file("x.json", [document("x", [order()])], subdirectory: "other"), rules: rules)
            #expect(try await states(test) == ["queued": 5, "held blast_radius": 6])
        }
    }

    @Test func `what was refused, held or only a dry run does not count`() async throws {
        try await TestLog.run { test in
            let rules = PolicyRules.open { $0.actions = .init(count: 2, per: .seconds(3600)) }
            try await test.takeIn(file("a.json", order(machine(0))), rules: .open { $0.mode = .approve })
            try await test.takeIn(file("b.json", order(machine(1))), rules: .open { $0.mode = .dryRun })
            try await test.takeIn(
                file("c.json", order(machine(2))),
                rules: .open { $0.protectedFiles = Set([SHA1Hash(fileOne)].compactMap { $0 }) })
            try await test.takeIn(file("d.json", order(machine(3))), file("e.json", order(machine(4))), rules: rules)
            try await test.takeIn(file("f.json", order(machine(5))), rules: rules)
            #expect(
                try await states(test) == [
                    "held approval": 1, "dry_run": 1, "denied protected_file": 1, "queued": 2, "held blast_radius": 1,
                ])
        }
    }

    @Test func `a limit that was lowered holds what is queued, save as many as it lets through`() async throws {
        try await TestLog.run { test in
            try await flood(test, .open())
            let rules = PolicyRules.open { $0.machinesPerFile = .init(count: 3, per: .seconds(3600)) }
            for _ in 0..<3 { try await test.drive(rules, to: "Succeeded") }
            #expect(try await test.claimResult(rules) == .nothing(next: nil))
            #expect(try await states(test) == ["succeeded": 3, "held blast_radius": 7])
        }
    }

    @Test func `a new file goes to its canaries first, and on when they have succeeded`() async throws {
        try await TestLog.run { test in
            let rules = PolicyRules.open { $0.canary = 3 }
            try await flood(test, rules)
            #expect(try await states(test) == ["queued": 3, "held canary": 7])
            for done in 1...3 {
                let settled = try await test.log.settle(rules: rules, retry: RetryPolicy(), at: test.now)
                #expect(settled.tenantsWithWork.isEmpty, "after \(done - 1)")
                try await test.drive(rules, to: "Succeeded")
            }
            let settled = try await test.log.settle(rules: rules, retry: RetryPolicy(), at: test.now)
            #expect(settled.tenantsWithWork == ["default"])
            #expect(try await states(test) == ["succeeded": 3, "queued": 7])
            try await test.takeIn(file("x.json", order(machine(50))), rules: rules)
            #expect(try await states(test) == ["succeeded": 3, "queued": 8])
        }
    }

    @Test func `a canary that ends badly holds the rest for a person`() async throws {
        try await TestLog.run { test in
            let rules = PolicyRules.open { $0.canary = 2 }
            try await flood(test, rules)
            try await test.drive(rules, to: "Failed")
            // The other canary is stopped before it leaves.
            #expect(try await test.claimResult(rules) == .nothing(next: nil))
            _ = try await test.log.settle(rules: rules, retry: RetryPolicy(), at: test.now)
            #expect(try await states(test) == ["failed": 1, "held canary_failed": 9])
            try await test.takeIn(file("x.json", order(machine(50))), rules: rules)
            #expect(try await states(test) == ["failed": 1, "held canary_failed": 10])
            #expect(
                try await test.value("SELECT from_state, to_state, reason FROM events WHERE action_id = 9")
                    == "|held|canary\nheld|held|canary_failed")
        }
    }

    @Test func `a canary that a rule or a person refused in the queue holds the rest for a person`() async throws {
        try await TestLog.run { test in
            let rules = PolicyRules.open { $0.canary = 2 }
            try await flood(test, rules)
            _ = try await test.decide(.deny, on: [1], rules: rules)
            _ = try await test.log.settle(rules: rules, retry: RetryPolicy(), at: test.now)
            #expect(try await states(test) == ["denied operator": 1, "queued": 1, "held canary_failed": 8])
            #expect(try await test.claimResult(rules) == .nothing(next: nil))
        }
        try await TestLog.run { test in
            var rules = PolicyRules.open { $0.canary = 2 }
            try await flood(test, rules)
            rules.protectedMachines = ProtectedMachines(ids: Set([MachineID(machine(0))].compactMap { $0 }))
            #expect(try await test.claimResult(rules) == .nothing(next: nil))
            _ = try await test.log.settle(rules: rules, retry: RetryPolicy(), at: test.now)
            #expect(
                try await states(test) == ["denied protected_machine": 1, "held canary_failed": 9])
        }
    }

    @Test func `what the canaries release is within the limits, gravest first`() async throws {
        try await TestLog.run { test in
            let rules = PolicyRules.open {
                $0.canary = 1
                $0.machinesPerFile = .init(count: 4, per: .seconds(3600))
            }
            try await flood(test, rules, machines: 0..<9)
            test.clock.advance(by: .seconds(1))
            try await test.takeIn(file("x.json", order(machine(50), severity: .high)), rules: rules)
            try await test.drive(rules, to: "Succeeded")
            _ = try await test.log.settle(rules: rules, retry: RetryPolicy(), at: test.now)
            #expect(try await states(test) == ["succeeded": 1, "queued": 3, "held blast_radius": 6])
            #expect(
                try await test.rows("SELECT action_id FROM machine_actions WHERE state = 'queued'") == ["2", "3", "4"])
        }
    }

    @Test func `canaries are not asked for in dry run and in approve mode`() async throws {
        for mode in [PolicyRules.Mode.dryRun, .approve] {
            try await TestLog.run { test in
                try await flood(
                    test,
                    .open {
                        $0.canary = 1
                        $0.mode = mode
                    })
                #expect(try await states(test) == [mode == .approve ? "held approval" : "dry_run": 10])
            }
        }
    }

    @Test func `what is queued waits for a person once approval is the mode, save what a person has retried`()
        async throws
    {
        try await TestLog.run { test in
            let approve = PolicyRules.open { $0.mode = .approve }
            try await test.takeIn(file("1.json", order(machine(1))), file("2.json", order(machine(2))))
            test.clock.advance(by: .seconds(1))
            _ = try await test.decide(.deny, on: [2], rules: approve)
            _ = try await test.decide(.retry, on: [2], rules: approve)
            #expect(try await test.claim(approve).actionID == 2)
            #expect(
                try await test.rows("SELECT state, reason FROM machine_actions ORDER BY action_id")
                    == ["held|approval", "sending|"])
            _ = try await test.decide(.approve, on: [1], rules: approve)
            #expect(try await test.claim(approve).actionID == 1)
        }
    }

    @Test func `what waits for canaries waits for a person once approval is the mode`() async throws {
        try await TestLog.run { test in
            try await flood(test, .open { $0.canary = 1 })
            let settled = try await test.log.settle(
                rules: .open { $0.mode = .approve }, retry: RetryPolicy(), at: test.now)
            #expect(settled.tenantsWithWork.isEmpty)
            #expect(try await states(test) == ["queued": 1, "held approval": 9])
        }
    }
}
