import LazaretCore
import LazaretTestKit
import Testing

@testable import ActionLog

struct OutcomesTests {
    @Test("counts what became final, by hour and state, from an instant on")
    func counts() async throws {
        try await TestLog.run { test in
            let start = test.now.wall
            try await test.takeIn(file("a", order(machine(1), alert: "1")), rules: .open { $0.mode = .dryRun })
            test.clock.advance(by: .seconds(3600))
            for number in 2...3 {
                try await test.takeIn(
                    file("\(number)", order(machine(number), alert: "\(number)")), rules: .open { $0.mode = .dryRun })
            }
            try await test.takeIn(file("open", order(machine(4), alert: "4")))
            let hours = [start, test.now.wall].map { String($0.description.prefix(13)) }
            #expect(
                try test.log.outcomes(since: start) == [
                    HourlyOutcome(hour: hours[0], state: .dryRun, count: 1),
                    HourlyOutcome(hour: hours[1], state: .dryRun, count: 2),
                ])
            #expect(
                try test.log.outcomes(since: start + .seconds(1)) == [
                    HourlyOutcome(hour: hours[1], state: .dryRun, count: 2)
                ])
            let plan = try await test.rows(
                "EXPLAIN QUERY PLAN SELECT count(*) FROM action_rows INDEXED BY action_finished WHERE finished_at IS NOT NULL AND state IN ('failed', 'succeeded') AND finished_at >= '2026'"
            )
            #expect(plan.joined().contains("action_finished (finished_at>?)"))
        }
    }

    @Test("a receipt names the first alerts of a file and their actions")
    func receipt() async throws {
        try await TestLog.run { test in
            let receipt = try #require(
                try await test.takeIn(
                    file("many", (1...30).map { try document("\($0)", [order(machine($0), alert: "alert-\($0)")]) })
                ).first)
            #expect(receipt.alertIDs == (1...IntakeReceipt.mentioned).map { "alert-\($0)" })
            #expect(receipt.actionIDs == (1...Int64(IntakeReceipt.mentioned)).map { $0 })
        }
    }
}
