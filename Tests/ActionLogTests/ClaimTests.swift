import LazaretCore
import LazaretTestKit
import Testing

@testable import ActionLog

@Suite struct ClaimTests {
    @Test func `a claim is a durable intent with attempt, slot and event`() async throws {
        try await TestLog.run { test in
            try await test.takeIn(file("a.json", order()))
            test.clock.advance(by: .seconds(5))
            let claim = try await test.claim()
            #expect(claim.actionID == 1)
            #expect(claim.attempts == 0)
            #expect(claim.submission.machineID.description == machineA)
            #expect(claim.submission.sha1.description == fileOne)
            #expect(claim.submission.comment == "Alert alert-1 [lazaret:0123456789ab:1]")
            #expect(claim.submission.marker.marks(claim.submission.comment))
            #expect(claim.arrivedAt == Instant(milliseconds: test.now.wall.milliseconds - 5000))
            #expect(try await test.value("SELECT state, due_at, attempts FROM machine_actions") == "sending||0")
            #expect(
                try await test.value(
                    "SELECT attempt_id, action_id, tenant, operation, started_at, finished_at, outcome FROM attempts")
                    == "\(claim.attemptID)|1|default|submit|2026-01-01T00:00:05.000Z||")
            #expect(
                try await test.log.slots(tenant: "default", lane: .submit, within: .seconds(3600), at: test.now)
                    == [test.now.steady + .seconds(70)])
            #expect(try await test.rows("SELECT to_state FROM events ORDER BY event_id") == ["queued", "sending"])
        }
    }

    @Test func `severity goes first, then age, and what waited long passes graver work`() async throws {
        try await TestLog.run { test in
            let rules = PolicyRules.open { $0.minimumSeverity = .informational }
            try await test.takeIn(file("1", order(machine(1), severity: .low)), rules: rules)
            test.clock.advance(by: .seconds(60))
            try await test.takeIn(file("2", order(machine(2), severity: .medium)), rules: rules)
            try await test.takeIn(file("3", order(machine(3), severity: .high)), rules: rules)
            test.clock.advance(by: .seconds(60))
            try await test.takeIn(file("4", order(machine(4), severity: .high)), rules: rules)
            test.clock.advance(by: .seconds(9 * 3600))
            try await test.takeIn(file("5", order(machine(5), severity: .high)), rules: rules)
            var left: [Int64] = []
            for _ in 1...5 { left.append(try await test.claim(rules).actionID) }
            #expect(left == [3, 4, 2, 1, 5])
        }
    }

    @Test func `a machine with an open POST gets no other, whichever way the POST is open`() async throws {
        try await TestLog.run { test in
            try await test.takeIn(
                file("1", order(machineA, fileOne)), file("2", order(machineA, fileTwo)),
                file("3", order(machineB, fileOne)), rules: .open())
            let first = try await test.claim()
            #expect(try await test.claim().actionID == 3)
            #expect(try await test.claimResult() == .nothing(next: nil))
            try await test.record(
                first, "unknown", ActionChange(from: .sending, to: .unconfirmed, reason: .unknownOutcome))
            #expect(try await test.claimResult() == .nothing(next: nil))
            try await test.record(
                try await test.dueLook(), "found",
                ActionChange(
                    from: .unconfirmed, to: .submitted, machineAction: machineAction("Pending", id: "guid-1")))
            #expect(try await test.claim().actionID == 2)
        }
    }

    @Test func `nothing is due before its time, and the lane learns when`() async throws {
        try await TestLog.run { test in
            #expect(try await test.claimResult() == .nothing(next: nil))
            try await test.takeIn(file("1", order()))
            let due = test.now.wall + .seconds(30)
            try await test.record(
                try await test.claim(), "throttled",
                ActionChange(from: .sending, to: .queued, reason: .throttled, dueAt: due))
            #expect(try await test.claimResult() == .nothing(next: due))
            test.clock.advance(by: .seconds(30))
            #expect(try await test.claim().actionID == 1)
        }
    }

    @Test func `the kill switch stops claims and nothing else, and is told`() async throws {
        try await TestLog.run { test in
            try await test.takeIn(file("1", order()))
            #expect(try await test.log.killSwitch() == nil)
            #expect(try await test.log.setKillSwitch(on: "drill", actor: "ann", comment: "all hands", at: test.now))
            #expect(try await test.log.setKillSwitch(on: "again", actor: "bob", comment: "", at: test.now) == false)
            #expect(try await test.claimResult() == .paused)
            #expect(
                try await test.log.killSwitch() == KillSwitch(at: test.now.wall, actor: "ann", reason: "drill"))
            try await test.takeIn(file("2", order(machineB)))
            #expect(try await test.log.setKillSwitch(on: nil, actor: "bob", comment: "", at: test.now))
            #expect(try await test.claim().actionID == 1)
            #expect(
                try await test.rows("SELECT actor, event, detail FROM events WHERE action_id IS NULL ORDER BY event_id")
                    == [#"ann|paused|{"comment":"all hands"}"#, "bob|resumed|{}"])
        }
    }

    @Test func `the pause file takes back its own pause, and no person's`() async throws {
        try await TestLog.run { test in
            var effects: [PauseFileEffect?] = []
            for isThere in [false, true, true, false] {
                effects.append(try await test.log.followPauseFile(isThere: isThere, reason: "file", at: test.now))
            }
            #expect(effects == [nil, .paused, nil, .resumed])
            #expect(try await test.log.killSwitch() == nil)

            // A person who pauses beside the file has paused: that stays when the file goes.
            _ = try await test.log.followPauseFile(isThere: true, reason: "file", at: test.now)
            #expect(try await test.log.setKillSwitch(on: "mine", actor: "ann", comment: "look", at: test.now))
            #expect(try await test.log.setKillSwitch(on: "again", actor: "bob", comment: "", at: test.now) == false)
            effects = [try await test.log.followPauseFile(isThere: false, reason: "file", at: test.now)]
            #expect(effects == [nil])
            #expect(try await test.log.killSwitch() == KillSwitch(at: test.now.wall, actor: "ann", reason: "mine"))
            #expect(
                try await test.rows("SELECT actor, event, detail FROM events WHERE action_id IS NULL ORDER BY event_id")
                    == [
                        "pause-file|paused|{}", "pause-file|resumed|{}", "pause-file|paused|{}",
                        #"ann|paused|{"comment":"look"}"#,
                    ])
        }
    }

    @Test func `in dry run nothing leaves, whatever was queued before`() async throws {
        try await TestLog.run { test in
            try await test.takeIn(file("1", order()))
            #expect(try await test.claimResult(.open { $0.mode = .dryRun }) == .nothing(next: nil))
            #expect(try await test.value("SELECT state FROM machine_actions") == "queued")
        }
    }

    struct Moved: Sendable, CustomTestStringConvertible {
        var name: String
        var rules: @Sendable (inout PolicyRules) -> Void = { _ in }
        var retry = RetryPolicy()
        var after: Duration = .seconds(1)
        var sql = ""
        var becomes: String
        var testDescription: String { name }
    }

    static let moved: [Moved] = [
        Moved(
            name: "stale", rules: { $0.maximumAlertAge = .seconds(10) }, after: .seconds(11), becomes: "expired|stale"),
        Moved(
            name: "maximum age", retry: RetryPolicy(maximumAge: .seconds(10)), after: .seconds(11),
            becomes: "expired|maximum_age"),
        Moved(
            name: "maximum attempts", retry: RetryPolicy(maximumAttempts: 3),
            sql: "UPDATE action_rows SET attempts = 3", becomes: "expired|maximum_attempts"),
        Moved(
            name: "protected since",
            rules: { $0.protectedFiles = Set([SHA1Hash(fileOne)].compactMap { $0 }) },
            becomes: "denied|protected_file"),
        Moved(
            name: "limit lowered", rules: { $0.actions = .init(count: 0, per: .seconds(60)) },
            becomes: "held|blast_radius"),
        Moved(
            name: "canary failed since", rules: { $0.canary = 1 },
            sql: """
                INSERT INTO action_rows (tenant, machine_id, sha1, comment, severity, state, created_at, updated_at, rank,
                    arrived_at, state_since, unresolved)
                SELECT tenant, '\(machineB)', sha1, comment, severity, 'failed', created_at, updated_at, rank, arrived_at,
                    state_since, 1 FROM action_rows
                """, becomes: "held|canary_failed"),
        Moved(name: "severity raised", rules: { $0.minimumSeverity = .high }, becomes: "denied|low_severity"),
        Moved(
            name: "a person cancelled while it was on the wire",
            sql: "INSERT INTO cancel_requests VALUES (1, 'default', '', '', 'ann', 'mistake')",
            becomes: "cancelled|operator"),
    ]

    @Test(arguments: moved)
    func `what no longer passes is moved on and the next is tried`(_ example: Moved) async throws {
        try await TestLog.run { test in
            try await test.takeIn(file("1", order(severity: .medium)))
            if !example.sql.isEmpty { try await test.tamper(example.sql) }
            test.clock.advance(by: example.after)
            #expect(
                try await test.claimResult(.open(example.rules), retry: example.retry) == .nothing(next: nil))
            #expect(
                try await test.value("SELECT state, reason FROM machine_actions WHERE action_id = 1")
                    == example.becomes)
            #expect(
                try await test.value("SELECT to_state, reason FROM events ORDER BY event_id DESC LIMIT 1")
                    == example.becomes)
            #expect(try await test.value("SELECT count(*) FROM attempts") == "0")
        }
    }

    @Test func `an approved action is not held again`() async throws {
        try await TestLog.run { test in
            try await test.takeIn(file("1", order()))
            try await test.tamper("UPDATE action_rows SET approved = 1")
            let claim = try await test.claim(
                .open {
                    $0.actions = .init(count: 0, per: .seconds(60))
                    $0.canary = 1
                })
            #expect(claim.actionID == 1)
        }
    }

    @Test func `a daemon that was replaced claims no more`() async throws {
        try await TestLog.run { test in
            try await test.takeIn(file("1", order()))
            _ = try await test.log.recover(at: test.now)
            let other = try ActionLog.open(path: test.path, access: .daemon, boot: test.clock.boot)
            _ = try await other.recover(at: test.now)
            await #expect(throws: ActionLogError.superseded) { try await test.claim() }
            await test.log.untilSuperseded()
            #expect(try await test.value("SELECT state FROM machine_actions") == "queued")
        }
    }
}
