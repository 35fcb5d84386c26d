import LazaretCore
import LazaretTestKit
import Testing

@testable import ActionLog

/// One bad rule somewhere, and ten thousand alerts for one file: what must not happen does not happen.
@Suite struct FloodTests {
    private static let count = 10_000

    private func flood(_ test: TestLog, _ rules: PolicyRules) async throws {
        for start in stride(from: 0, to: Self.count, by: 100) {
            let files = try (start..<start + 100).map { number in
                try file("\(number).json", order(Self.machine(number), alert: "alert-\(number)"))
            }
            _ = try await test.log.takeIn(files, rules: IntakeRules(policy: rules, tenants: twoTenants), at: test.now)
            test.clock.advance(by: .milliseconds(10))
        }
    }

    private static func machine(_ number: Int) -> String {
        let digits = String(number)
        return String(repeating: "a", count: 40 - 6 - digits.count) + "000000" + digits
    }

    /// Sends what leaves, each to its success, until nothing does. Returns how many POSTs there were.
    private func drain(_ test: TestLog, _ rules: PolicyRules) async throws -> Int {
        var posts = 0
        while true {
            _ = try await test.log.settle(rules: rules, retry: RetryPolicy(), at: test.now)
            guard case .claimed(let claim) = try await test.claimResult(rules) else { return posts }
            posts += 1
            try await test.accept(claim)
            try await test.track(claim.actionID, "Succeeded")
            test.clock.advance(by: .milliseconds(100))
        }
    }

    @Test func `one file on ten thousand machines touches no more than the cap, and holds the rest`() async throws {
        try await TestLog.run { test in
            let rules = PolicyRules(mode: .enforce)
            try await flood(test, rules)
            #expect(try await drain(test, rules) == 25)
            #expect(
                try await test.rows("SELECT state, reason, count(*) FROM machine_actions GROUP BY 1, 2")
                    == ["held|blast_radius|9975", "succeeded||25"])
            // Neither the next window nor the one after lets go of what is held.
            test.clock.advance(by: .seconds(2 * 3600))
            #expect(try await drain(test, rules) == 0)
            // Nobody came: denied, never sent.
            test.clock.advance(by: .seconds(24 * 3600))
            for _ in 0..<11 { _ = try await test.log.settle(rules: rules, retry: RetryPolicy(), at: test.now) }
            #expect(
                try await test.rows("SELECT state, reason, count(*) FROM machine_actions GROUP BY 1, 2")
                    == ["denied|approval_timeout|9975", "succeeded||25"])
            #expect(try await test.value("SELECT count(*) FROM attempts WHERE operation = 'submit'") == "25")
        }
    }

    @Test func `while its canaries are out, no more than they are open`() async throws {
        try await TestLog.run { test in
            let rules = PolicyRules.open { $0.canary = 3 }
            try await flood(test, rules)
            _ = try await test.log.settle(rules: rules, retry: RetryPolicy(), at: test.now)
            #expect(
                try await test.rows("SELECT * FROM state_summary ORDER BY 2") == [
                    "default|held|9997", "default|queued|3",
                ])
            for _ in 0..<3 { try await test.accept(try await test.claim(rules)) }
            #expect(try await test.claimResult(rules) == .nothing(next: nil))
        }
    }

    @Test func `a dry run sends nothing and lists the exact plan`() async throws {
        try await TestLog.run { test in
            let rules = PolicyRules(
                mode: .dryRun, machinesPerFile: nil, actionsPerMachine: nil, actions: nil)
            try await flood(test, rules)
            #expect(try await test.claimResult(rules) == .nothing(next: nil))
            #expect(try await test.claimResult(.open()) == .nothing(next: nil))
            #expect(try await test.value("SELECT count(*) FROM attempts") == "0")
            let plan = try await test.rows("SELECT machine_id, sha1, state FROM machine_actions ORDER BY action_id")
            #expect(plan == (0..<Self.count).map { "\(Self.machine($0))|\(fileOne)|dry_run" })
        }
    }

    @Test func `a dry run plans every order, also what the default limits would hold`() async throws {
        try await TestLog.run { test in
            try await flood(test, PolicyRules())
            let states = try await test.rows("SELECT state, reason, count(*) FROM machine_actions GROUP BY 1, 2")
            #expect(states == ["dry_run||\(Self.count)"])
        }
    }
}
