import Foundation
import GRDB
import LazaretCore
import LazaretTestKit
import Testing

@testable import ActionLog

/// Retention: what goes, what stays, and that nobody waits for it.
@Suite struct PruneTests {
    private func prune(_ test: TestLog, olderThan age: Duration) async throws -> Pruned {
        let clock = test.clock
        return try await test.log.prune(before: test.now.wall - age, actor: "daemon", at: { clock.now() })
    }

    @Test func `what ended before goes with all that belongs to it, and the chain stays whole`() async throws {
        try await TestLog.run { test in
            for number in 0..<30 {
                try await test.takeIn(file("\(number)", order(machine(number), alert: "\(number)")))
                try await test.drive(to: "Succeeded")
            }
            test.clock.advance(by: .seconds(1000))
            try await test.takeIn(file("new", order(machineA)))
            try await test.drive(to: "Succeeded")
            let pruned = try await prune(test, olderThan: .seconds(500))
            #expect(pruned.actions == 30)
            #expect(pruned.alerts == 30)
            #expect(pruned.files == 30)
            #expect(pruned.events == 120)
            #expect(try await test.value("SELECT count(*) FROM machine_actions") == "1")
            #expect(try await test.value("SELECT count(*) FROM attempts WHERE action_id <> 31") == "0")
            #expect(try await test.value("SELECT tenant, state, actions FROM state_summary") == "default|succeeded|1")
            #expect(try await test.value("SELECT actions, alerts FROM daily_summary") == "1|1")
            guard case .intact(_, let head?) = try await test.log.verify() else {
                Issue.record("the chain is broken")
                return
            }
            if DocumentedVerifier.canRun {
                let script = try #require(DocumentedVerifier())
                #expect(try await script.run(on: test.path) == "intact \(head.event) \(head.hash)")
            }
            #expect(try await prune(test, olderThan: .seconds(500)) == Pruned())
        }
    }

    @Test func `a head of what was removed is compared where the chain begins, and else said to prove nothing`()
        async throws
    {
        try await TestLog.run { test in
            var heads: [EventHead] = []
            for number in 1...3 {
                try await test.takeIn(file("\(number)", order(machine(number), alert: "\(number)")))
                try await test.drive(to: "Succeeded")
                heads.append(try #require(try await test.log.eventHead()))
                test.clock.advance(by: .seconds(1000))
            }
            _ = try await prune(test, olderThan: .seconds(1500))
            let verdict = try await test.log.verify(anchors: heads)
            guard case .intact = verdict else { throw Violation() }
            // Of the first nothing is left; the second is the checkpoint from which the chain is verified.
            #expect(verdict.passedOver(heads) == [heads[0]])
            let other = EventHead(event: heads[1].event, hash: String(repeating: "0", count: 64))
            #expect(
                try await test.log.verify(anchors: [other]) == .broken(event: other.event, .anchorMismatch))
        }
    }

    private struct Violation: Error {}

    @Test func `what is not finished stays, however old, and its history with it`() async throws {
        try await TestLog.run { test in
            let approve = PolicyRules.open { $0.mode = .approve }
            try await test.takeIn(file("held", order(machine(0), alert: "0")), rules: approve)
            try await test.takeIn(file("queued", order(machine(1), alert: "1")))
            try await test.accept(try await test.claim())
            try await test.takeIn(file("done", order(machine(2), alert: "2")))
            try await test.drive(to: "Failed")
            test.clock.advance(by: .seconds(900 * 86_400))
            let pruned = try await prune(test, olderThan: .seconds(86_400))
            #expect(pruned.actions == 1)
            #expect(pruned.events == 0)
            #expect(
                try await test.rows("SELECT state FROM machine_actions ORDER BY action_id") == ["held", "submitted"])
            #expect(try await test.value("SELECT count(*) FROM alerts") == "2")
            #expect(try await test.value("SELECT count(*) FROM events WHERE action_id = 1") == "1")
        }
    }

    @Test func `days of which nothing is left are no longer counted`() async throws {
        try await TestLog.run { test in
            try await test.takeIn(file("old", order(machineA)))
            try await test.drive(to: "Succeeded")
            test.clock.advance(by: .seconds(10 * 86_400))
            try await test.takeIn(file("new", order(machineB, alert: "2")))
            _ = try await prune(test, olderThan: .seconds(86_400))
            #expect(try await test.value("SELECT count(*) FROM daily_summary") == "1")
            #expect(try await test.value("SELECT queued, mapped FROM daily_summary") == "1|1")
        }
    }

    /// Removes so many dry runs, by a clock that moves on by `look` whenever it is looked at.
    private func stepping(
        through count: Int, look: Duration, _ judge: (TestLog, Pruned, Steps) async throws -> Void
    ) async throws {
        try await TestLog.run { test in
            for number in 0..<count {
                try await test.takeIn(
                    file("\(number)", order(machine(number), alert: "\(number)")), rules: .open { $0.mode = .dryRun })
            }
            test.clock.advance(by: .seconds(1000))
            let (clock, cutoff) = (test.clock, test.now.wall)
            let seen = Steps()
            let pruned = try await test.log.prune(
                before: cutoff, actor: "daemon", progress: { seen.add($0) }, rest: { seen.rest($0) },
                at: {
                    clock.advance(by: look)
                    return clock.now()
                })
            try await judge(test, pruned, seen)
        }
    }

    @Test func `a step is as small as the machine is slow`() async throws {
        try await stepping(through: 120, look: .milliseconds(20)) { _, pruned, seen in
            #expect(pruned.actions == 120)
            #expect(seen.largest == 1, "a row took longer than a step may")
            #expect(seen.count > 15)
            #expect(seen.rests > 15, "another process gets no turn")
        }
    }

    @Test func `a step ends where its rows take long, whatever its size`() async throws {
        // Two milliseconds a row: eight of them are more than 15 ms.
        try await stepping(through: 60, look: .milliseconds(2)) { test, pruned, seen in
            #expect(pruned.actions == 60 && pruned.alerts == 60 && pruned.files == 60)
            #expect(seen.largest == 8)
            // One look at the clock when the rows are done, and one after the commit.
            #expect(seen.longest <= .milliseconds(20))
            let disagreements = try await CounterTests.disagreements(test)
            #expect(disagreements == [])
        }
    }

    private final class Steps: @unchecked Sendable {
        private let lock = NSLock()
        private var sums: [Int] = []
        private var lengths: [Duration] = []
        private var rested: [Duration] = []

        func add(_ step: PruneStep) {
            lock.withLock {
                sums.append(step.sum.actions)
                lengths.append(step.ended - step.began)
            }
        }
        var longest: Duration { lock.withLock { lengths.max() ?? .zero } }
        func rest(_ duration: Duration) { lock.withLock { rested.append(duration) } }
        var count: Int { lock.withLock { sums.count } }
        var rests: Int { lock.withLock { rested.count { $0 >= .milliseconds(20) } } }
        var largest: Int { lock.withLock { zip([0] + sums, sums).map { $1 - $0 }.max() ?? 0 } }
    }

    @Test func `a call that is under way keeps its row, however short the retention`() async throws {
        try await TestLog.run { test in
            let call = CallIntent(tenant: "default", operation: .list, deadline: test.now.steady + .seconds(70))
            let over = try await test.log.begin(call, at: test.now)
            try await test.log.finish(test.finished(over, "ok"), at: test.now)
            let underWay = try await test.log.begin(call, at: test.now)
            test.clock.advance(by: .seconds(1))
            #expect(try await prune(test, olderThan: .zero).attempts == 1)
            try await test.log.finish(test.finished(underWay, "ok"), at: test.now)
        }
    }

    /// What stays among what goes is looked at once a run, not once a step.
    @Test func `alerts and files with actions that stay keep no step from ending`() async throws {
        try await TestLog.run { test in
            for number in 0..<400 {
                try await test.takeIn(
                    file("open \(number)", order(machine(number), alert: "\(number)")),
                    file("low \(number)", order(machine(number), alert: "low \(number)", severity: .low)))
            }
            test.clock.advance(by: .seconds(1000))
            let clock = test.clock
            let pruned = try await test.log.prune(before: test.now.wall, actor: "daemon", at: { clock.now() })
            #expect(pruned.actions == 0)
            #expect(pruned.alerts == 400 && pruned.files == 400)
            #expect(try await test.value("SELECT count(*) FROM alerts") == "400")
            #expect(try await test.value("SELECT count(*) FROM files") == "400")
        }
    }
}
