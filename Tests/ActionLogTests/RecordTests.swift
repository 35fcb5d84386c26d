import LazaretCore
import LazaretTestKit
import Testing

@testable import ActionLog

/// Outcomes of POSTs and looks: each change of state, and the guard against any other.
@Suite struct RecordTests {
    struct Change: Sendable, CustomTestStringConvertible {
        var to: ActionState
        var reason: Reason?
        var counts = true
        /// state | reason | status | machine_action_id | error_code | attempts | due, submitted, finished
        var row: String
        var testDescription: String { "\(to.rawValue) \(reason?.rawValue ?? "")" }
    }

    static let changes: [Change] = [
        Change(to: .submitted, row: "submitted||Pending|guid|oops|1|due submitted"),
        Change(to: .succeeded, row: "succeeded||Pending|guid|oops|1|submitted finished"),
        Change(to: .refused, row: "refused||||oops|1|finished"),
        Change(to: .queued, reason: .throttled, counts: false, row: "queued|throttled|||oops|0|due"),
        Change(to: .queued, reason: .laneFault, counts: false, row: "queued|lane_fault|||oops|0|due"),
        Change(to: .queued, reason: .notSent, row: "queued|not_sent|||oops|1|due"),
        Change(to: .queued, reason: .behindForeign, row: "queued|behind_foreign_action|||oops|1|due"),
        Change(to: .unconfirmed, reason: .unknownOutcome, row: "unconfirmed|unknown_outcome|||oops|1|due"),
        Change(to: .unconfirmed, reason: .alreadyRunning, row: "unconfirmed|already_running|||oops|1|due"),
        Change(to: .expired, reason: .maximumAttempts, row: "expired|maximum_attempts|||oops|1|finished"),
    ]

    @Test(arguments: changes)
    func `the outcome of a POST is one change`(_ example: Change) async throws {
        try await TestLog.run { test in
            try await test.takeIn(file("1", order()))
            let claim = try await test.claim()
            test.clock.advance(by: .seconds(1))
            let hasAction = example.to == .submitted || example.to == .succeeded
            try await test.record(
                claim, "word",
                ActionChange(
                    from: .sending, to: example.to, reason: example.reason, dueAt: test.now.wall + .seconds(9),
                    machineAction: hasAction ? machineAction("Pending", id: "guid") : nil, errorCode: "oops",
                    errorMessage: "text", countsAttempt: example.counts))
            #expect(
                try await test.value(
                    """
                    SELECT state, reason, status, machine_action_id, error_code, attempts,
                        trim(iif(due_at = '2026-01-01T00:00:10.000Z', 'due ', '')
                        || iif(submitted_at = '2026-01-01T00:00:01.000Z', 'submitted ', '')
                        || iif(finished_at = '2026-01-01T00:00:01.000Z', 'finished', ''))
                    FROM machine_actions
                    """) == example.row)
            #expect(
                try await test.value("SELECT outcome, http_status, finished_at FROM attempts")
                    == "word|201|2026-01-01T00:00:01.000Z")
            let events = try await test.rows("SELECT from_state, to_state, reason FROM events WHERE event_id > 2")
            let end = "\(example.to.rawValue)|\(example.reason?.rawValue ?? "")"
            // Finished when first seen, it was submitted all the same.
            #expect(
                events == (example.to == .succeeded ? ["sending|submitted|", "submitted|\(end)"] : ["sending|\(end)"]))
        }
    }

    @Test func `a change that finds another state writes nothing`() async throws {
        try await TestLog.run { test in
            try await test.takeIn(file("1", order()))
            let claim = try await test.claim()
            try await test.tamper("UPDATE action_rows SET state = 'unconfirmed'")
            await #expect(throws: ActionLogError.stateConflict(action: 1, expected: .sending, found: .unconfirmed)) {
                try await test.accept(claim)
            }
            #expect(try await test.value("SELECT finished_at FROM attempts") == "")
            await #expect(throws: ActionLogError.stateConflict(action: 7, expected: .sending, found: nil)) {
                var other = claim
                other.actionID = 7
                try await test.accept(other)
            }
        }
    }

    @Test func `a call is closed once`() async throws {
        try await TestLog.run { test in
            try await test.takeIn(file("1", order()))
            let claim = try await test.claim()
            try await test.accept(claim)
            await #expect(throws: ActionLogError.attemptConflict(attempt: claim.attemptID)) {
                try await test.accept(claim)
            }
        }
    }

    @Test(arguments: [
        (ActionState.succeeded, ActionState.queued), (.denied, .held), (.sending, .dryRun), (.held, .sending),
        (.sending, .submitted), (.queued, .held),
    ])
    func `a change that the state machine does not have is refused`(from: ActionState, to: ActionState) async throws {
        try await TestLog.run { test in
            try await test.takeIn(file("1", order()))
            let claim = try await test.claim()
            try await test.tamper("UPDATE action_rows SET state = '\(from.rawValue)'")
            await #expect(throws: ActionLogError.self) {
                try await test.record(claim, "accepted", ActionChange(from: from, to: to))
            }
            #expect(try await test.value("SELECT state FROM machine_actions") == from.rawValue)
        }
    }

    @Test func `a plain run is told as queued, sending, submitted, succeeded`() async throws {
        try await TestLog.run { test in
            try await test.takeIn(file("1", order()))
            try await test.drive(to: "Succeeded")
            #expect(
                try await test.rows("SELECT from_state, to_state, actor, detail FROM events ORDER BY event_id") == [
                    "|queued|daemon|{}", "queued|sending|daemon|{}", "sending|submitted|daemon|{}",
                    "submitted|succeeded|daemon|{}",
                ])
        }
    }

    @Test func `an unconfirmed action is looked for when due, oldest first, and a look that found nothing is no event`()
        async throws
    {
        try await TestLog.run { test in
            #expect(try await test.log.dueLook(tenant: "default", at: test.now) == .nothing(next: nil))
            try await test.takeIn(file("1", order(machineA)), file("2", order(machineB)))
            let sent = test.now.wall
            let first = test.now.wall + .seconds(5)
            for due in [test.now.wall + .seconds(6), first] {
                try await test.record(
                    try await test.claim(), "unknown",
                    ActionChange(
                        from: .sending, to: .unconfirmed, reason: .unknownOutcome, dueAt: due, countsAttempt: true))
            }
            #expect(try await test.log.dueLook(tenant: "default", at: test.now) == .nothing(next: first))
            test.clock.advance(by: .seconds(10))
            let look = try await test.dueLook()
            #expect(
                look
                    == Look(
                        actionID: 2, submission: look.submission, sentAt: sent, looks: 0, reason: .unknownOutcome,
                        attempts: 1, arrivedAt: sent))
            #expect(look.submission.marker == Marker(installation: TestLog.installation, action: 2))
            let events = try await test.value("SELECT count(*) FROM events")
            try await test.record(
                look, "not_found",
                ActionChange(
                    from: .unconfirmed, to: .unconfirmed, reason: .unknownOutcome, dueAt: test.now.wall + .seconds(120),
                    looks: 1))
            #expect(try await test.value("SELECT count(*) FROM events") == events)
            #expect(try await test.dueLook().actionID == 1)
            test.clock.advance(by: .seconds(120))
            try await test.record(
                try await test.dueLook(), "found",
                ActionChange(
                    from: .unconfirmed, to: .submitted, machineAction: machineAction("Pending", id: "g"),
                    adopted: true))
            let second = try await test.dueLook()
            #expect(second.actionID == 2)
            #expect(second.looks == 1)
            #expect(
                try await test.rows(
                    "SELECT action_id, operation, outcome FROM attempts WHERE operation = 'find' ORDER BY 1")
                    == ["1|find|found", "2|find|not_found"])
            #expect(try await test.rows("SELECT adopted FROM machine_actions ORDER BY action_id") == ["1", "0"])
        }
    }

    @Test func `after a crash what was sending is unconfirmed and every open call is closed as unknown`() async throws {
        try await TestLog.run { test in
            try await test.takeIn(file("1", order()), file("2", order(machineB)))
            let claim = try await test.claim()
            _ = try await test.log.begin(
                CallIntent(tenant: "default", operation: .list, deadline: test.now.steady + .seconds(9)), at: test.now)
            let again = try ActionLog.open(path: test.path, access: .daemon, boot: test.clock.boot)
            #expect(try await again.recover(at: test.now) == 1)
            #expect(try await again.recover(at: test.now) == 0)
            #expect(
                try await test.rows("SELECT state, reason, attempts FROM machine_actions ORDER BY action_id")
                    == ["unconfirmed|crashed|1", "queued||0"])
            #expect(
                try await test.rows("SELECT operation, outcome, error_code FROM attempts ORDER BY attempt_id")
                    == ["submit|unknown|crashed", "list|unknown|crashed"])
            #expect(try await test.dueLook().reason == .crashed)
            // The answer that comes after all finds another state: the look will tell.
            await #expect(throws: ActionLogError.self) { try await test.accept(claim) }
            #expect(
                try await again.slots(tenant: "default", lane: .submit, within: .seconds(60), at: test.now).count == 1)
        }
    }
}
