import LazaretCore
import LazaretTestKit
import Testing

@testable import ActionLog

/// What changes by time alone. (Canaries: ``GuardRailTests``.)
@Suite struct SettleTests {
    private func settle(_ test: TestLog, _ rules: PolicyRules, _ retry: RetryPolicy = RetryPolicy()) async throws
        -> Settled
    {
        try await test.log.settle(rules: rules, retry: retry, at: test.now)
    }

    @Test func `what no person decided in time is denied`() async throws {
        try await TestLog.run { test in
            let rules = PolicyRules.open {
                $0.mode = .approve
                $0.approvalTimeout = .seconds(60)
            }
            #expect(try await settle(test, rules) == Settled())
            try await test.takeIn(file("1", order(machineA)), rules: rules)
            test.clock.advance(by: .seconds(10))
            try await test.takeIn(file("2", order(machineB)), rules: rules)
            #expect(try await settle(test, rules) == Settled(next: test.now.wall + .seconds(50)))
            test.clock.advance(by: .seconds(50))
            #expect(try await settle(test, rules) == Settled(next: test.now.wall + .seconds(10)))
            #expect(
                try await test.rows("SELECT state, reason FROM machine_actions ORDER BY action_id")
                    == ["denied|approval_timeout", "held|approval"])
            #expect(
                try await test.value("SELECT actor, from_state, to_state, reason FROM events WHERE event_id = 3")
                    == "daemon|held|denied|approval_timeout")
        }
    }

    @Test func `what is queued, or held for canaries, ends when too old to send`() async throws {
        try await TestLog.run { test in
            let rules = PolicyRules.open {
                $0.canary = 1
                $0.approvalTimeout = .seconds(1)
            }
            let retry = RetryPolicy(maximumAge: .seconds(60))
            try await test.takeIn(file("1", order(machineA)), file("2", order(machineB)), rules: rules)
            let settled = try await settle(test, rules, retry)
            #expect(settled.next == test.now.wall + .milliseconds(60_001))
            test.clock.advance(by: .seconds(60))
            #expect(try await settle(test, rules, retry).next == test.now.wall + .milliseconds(1))
            test.clock.advance(by: .milliseconds(1))
            #expect(try await settle(test, rules, retry) == Settled())
            #expect(
                try await test.rows("SELECT state, reason FROM machine_actions ORDER BY action_id")
                    == ["expired|maximum_age", "expired|maximum_age"])
        }
    }

    @Test func `what a person was to decide ends by age, too`() async throws {
        try await TestLog.run { test in
            let rules = PolicyRules.open { $0.mode = .approve }
            let retry = RetryPolicy(maximumAge: .seconds(60))
            try await test.takeIn(file("1", order(machineA)), rules: rules)
            #expect(try await settle(test, rules, retry).next == test.now.wall + .milliseconds(60_001))
            test.clock.advance(by: .milliseconds(60_001))
            #expect(try await settle(test, rules, retry) == Settled())
            #expect(try await test.rows("SELECT state, reason FROM machine_actions") == ["expired|maximum_age"])
        }
    }

    @Test func `what is on its way or at Defender's never ends by age`() async throws {
        try await TestLog.run { test in
            try await test.takeIn(file("1", order(machineA)), file("2", order(machineB)))
            try await test.accept(try await test.claim())
            try await test.record(
                try await test.claim(), "unknown",
                ActionChange(from: .sending, to: .unconfirmed, reason: .unknownOutcome))
            test.clock.advance(by: .seconds(100 * 24 * 3600))
            #expect(try await settle(test, .open()) == Settled())
            #expect(
                try await test.rows("SELECT state FROM machine_actions ORDER BY action_id")
                    == ["submitted", "unconfirmed"])
        }
    }

    @Test func `more than fits one transaction is settled in the next at once`() async throws {
        try await TestLog.run { test in
            let rules = PolicyRules.open { $0.mode = .approve }
            let files = try (0...Settlement.movesAtOnce).map { try file("\($0)", order(machine($0), alert: "\($0)")) }
            _ = try await test.log.takeIn(
                files, rules: IntakeRules(policy: rules, tenants: twoTenants), at: test.now)
            test.clock.advance(by: rules.approvalTimeout)
            #expect(try await settle(test, rules) == Settled(next: test.now.wall))
            #expect(try await settle(test, rules) == Settled())
            #expect(try await test.value("SELECT state, count(*) FROM machine_actions GROUP BY 1") == "denied|1001")
        }
    }
}
