import LazaretCore
import LazaretTestKit
import Testing

@testable import ActionLog

@Suite struct TrackingTests {
    /// `count` submitted actions, first looked at after 15, 30, 45 … seconds.
    private func submit(_ test: TestLog, _ count: Int) async throws {
        for number in 1...count {
            try await test.takeIn(file("\(number)", order(machine(number), alert: "\(number)")))
            let claim = try await test.claim()
            try await test.record(
                claim, "accepted",
                ActionChange(
                    from: .sending, to: .submitted, dueAt: test.now.wall + .seconds(15 * Int64(number)),
                    machineAction: machineAction("Pending", id: "guid-\(claim.actionID)"), adopted: false,
                    countsAttempt: true))
        }
    }

    private func begin(_ test: TestLog, _ operation: LazaretCore.Operation = .list) async throws -> Int64 {
        try await test.log.begin(
            CallIntent(tenant: "default", operation: operation, deadline: test.now.steady + .seconds(70)), at: test.now)
    }

    @Test func `a round brings every open action once one is due`() async throws {
        try await TestLog.run { test in
            let nothing = try await test.log.dueForTracking(tenant: "default", limit: 10, at: test.now)
            #expect(nothing == TrackingRound(open: [], next: nil))
            try await submit(test, 3)
            let early = try await test.log.dueForTracking(tenant: "default", limit: 10, at: test.now)
            #expect(early == TrackingRound(open: [], next: test.now.wall + .seconds(15)))
            let submitted = test.now.wall
            test.clock.advance(by: .seconds(15))
            let round = try await test.log.dueForTracking(tenant: "default", limit: 10, at: test.now)
            #expect(
                round.open
                    == (1...3).map {
                        OpenAction(
                            actionID: $0, machineActionID: "guid-\($0)", submittedAt: submitted,
                            status: .init("Pending"), isDue: $0 == 1)
                    })
            #expect(try await test.log.dueForTracking(tenant: "default", limit: 2, at: test.now).open.count == 2)
            #expect(try await test.log.dueForTracking(tenant: "other", limit: 2, at: test.now).open.isEmpty)
        }
    }

    @Test(
        arguments: [("ours [lazaret:0123456789ab:1]", "0"), ("a colleague's", "1"), (nil, "1")] as [(String?, String)])
    func `what looked like a colleague's is ours once its comment shows our marker`(
        comment: String?, adopted: String
    ) async throws {
        try await TestLog.run { test in
            try await test.takeIn(file("1", order()))
            let claim = try await test.claim()
            try await test.record(
                claim, "adopted",
                ActionChange(
                    from: .sending, to: .submitted, dueAt: test.now.wall,
                    machineAction: machineAction("Pending", id: "guid-1"), adopted: true, countsAttempt: true))
            try await test.track(1, "InProgress", comment: comment)
            #expect(try await test.value("SELECT adopted FROM machine_actions") == adopted)
        }
    }

    @Test(arguments: [
        ("Pending", "submitted|Pending|"), ("InProgress", "submitted|InProgress|"),
        ("SomethingNew", "submitted|SomethingNew|"), ("Succeeded", "succeeded|Succeeded|final"),
        ("Failed", "failed|Failed|final"), ("TimeOut", "timed_out|TimeOut|final"),
        ("Cancelled", "cancelled|Cancelled|final"), ("Canceled", "cancelled|Canceled|final"),
    ])
    func `the state follows from the status, which is kept to the letter`(status: String, row: String) async throws {
        try await TestLog.run { test in
            try await submit(test, 1)
            test.clock.advance(by: .seconds(15))
            try await test.track(1, status)
            #expect(
                try await test.value(
                    """
                    SELECT state, status, iif(finished_at = '2026-01-01T00:00:15.000Z' AND due_at IS NULL, 'final', '')
                    FROM machine_actions
                    """) == row)
            #expect(
                try await test.value("SELECT checked_at, requestor, machine_name, machine_action FROM machine_actions")
                    == #"2026-01-01T00:00:15.000Z|Lazaret app|pc.example.com|{"id":"guid-1","status":"\#(status)"}"#)
        }
    }

    @Test func `a failure's HRESULT is its error code`() async throws {
        try await TestLog.run { test in
            try await submit(test, 1)
            let attempt = try await begin(test)
            let failed = machineAction("Failed", id: "guid-1", hResult: -2_147_024_891)
            try await test.log.record(
                [Sighting(actionID: 1, machineAction: failed, nextCheck: test.now.wall)],
                call: test.finished(attempt, "ok"), at: test.now)
            #expect(try await test.value("SELECT error_code FROM machine_actions") == "0x80070005")
        }
    }

    @Test func `an action missing from the list is only looked at again later`() async throws {
        try await TestLog.run { test in
            try await submit(test, 1)
            test.clock.advance(by: .seconds(15))
            let attempt = try await begin(test)
            let next = test.now.wall + .seconds(20)
            try await test.log.record(
                [Sighting(actionID: 1, machineAction: nil, nextCheck: next)], call: test.finished(attempt, "ok"),
                at: test.now)
            #expect(
                try await test.value("SELECT state, status, due_at, checked_at FROM machine_actions")
                    == "submitted|Pending|\(next.description)|\(test.now.wall.description)")
            #expect(try await test.value("SELECT count(*) FROM events") == "3")
        }
    }

    @Test func `a sighting of what is final already changes nothing`() async throws {
        try await TestLog.run { test in
            try await submit(test, 2)
            try await test.track(1, "Succeeded")
            let attempt = try await begin(test)
            let sightings = [1, 2, 99].map { id in
                Sighting(
                    actionID: id, machineAction: machineAction("Failed", id: "guid-\(id)"), nextCheck: test.now.wall)
            }
            try await test.log.record(sightings, call: test.finished(attempt, "ok"), at: test.now)
            #expect(
                try await test.rows("SELECT state FROM machine_actions ORDER BY action_id") == ["succeeded", "failed"])
        }
    }

    @Test func `a person's cancel waits until Defender has the action, and ends as cancelled by the operator`()
        async throws
    {
        try await TestLog.run { test in
            try await submit(test, 1)
            try await test.takeIn(file("2", order(machineB)))
            let claim = try await test.claim()
            for action in [claim.actionID, 1] {
                try await test.log.write(at: test.now) {
                    try $0.requestCancel(of: action, tenant: "default", actor: "ann", comment: "mistake")
                }
                test.clock.advance(by: .seconds(1))
            }
            let task = try #require(try await test.dueCancel())
            #expect(task == CancelTask(actionID: 1, machineActionID: "guid-1", comment: "mistake", actor: "ann"))

            let retryAt = test.now.wall + .seconds(5)
            try await test.log.record(
                task, call: test.finished(try await begin(test, .cancel), "throttled"), sighting: nil,
                retryAt: retryAt, at: test.now)
            #expect(try await test.log.dueCancel(tenant: "default", at: test.now) == .nothing(next: retryAt))

            test.clock.advance(by: .seconds(5))
            let sighting = Sighting(
                actionID: 1, machineAction: machineAction("Cancelled", id: "guid-1"), nextCheck: test.now.wall)
            try await test.log.record(
                task, call: test.finished(try await begin(test, .cancel), "ok"), sighting: sighting, retryAt: nil,
                at: test.now)
            #expect(
                try await test.value("SELECT state, reason FROM machine_actions WHERE action_id = 1")
                    == "cancelled|operator")
            try await test.accept(claim)
            #expect(try await test.dueCancel()?.actionID == claim.actionID)
            try await test.track(claim.actionID, "Succeeded")
            #expect(try await test.value("SELECT count(*) FROM cancel_requests") == "0")
        }
    }
}
