import LazaretCore
import LazaretTestKit
import Testing

@testable import ActionLog

/// A person's decisions as they stand in the log.
struct DecideTests {
    private static let held = PolicyRules.open { $0.mode = .approve }

    @Test("approve queues what is held, due now, with the person and the comment in the event")
    func approve() async throws {
        try await TestLog.run { test in
            try await test.takeIn(file("a", order()), rules: Self.held)
            test.clock.advance(by: .seconds(60))
            let decided = try await test.decide(.approve, on: [1], comment: "looked at it", rules: Self.held)
            #expect(decided == [Decided(action: 1, result: .changed(from: .held, to: .queued))])
            #expect(
                try await test.value("SELECT state, reason, approved, due_at = updated_at FROM action_rows")
                    == "queued||1|1")
            #expect(
                try await test.value(
                    "SELECT actor, event, from_state, to_state, reason, detail FROM events WHERE event_id = 2")
                    == #"alice|approved|held|queued||{"comment":"looked at it"}"#)
            #expect(try await test.claim(Self.held).actionID == 1)
        }
    }

    @Test("what is approved passes every limit, the canary and the mode, and no protected list")
    func approvedPasses() async throws {
        let strict = PolicyRules.open {
            $0.mode = .enforce
            $0.canary = 1
            $0.machinesPerFile = .init(count: 0, per: .seconds(3600))
            $0.actionsPerMachine = .init(count: 0, per: .seconds(3600))
            $0.actions = .init(count: 0, per: .seconds(3600))
        }
        try await TestLog.run { test in
            try await test.takeIn(file("a", order(machineA)), file("b", order(machineB)), rules: strict)
            #expect(try await test.value("SELECT DISTINCT state, reason FROM action_rows") == "held|blast_radius")
            _ = try await test.decide(.approve, on: [1, 2], rules: strict)
            #expect(try await test.claim(strict).actionID == 1)
            var guarded = strict
            guarded.protectedMachines = ProtectedMachines(ids: [try #require(MachineID(machineB))])
            guard case .nothing = try await test.claimResult(guarded) else {
                Issue.record("the protected machine was claimed")
                return
            }
            #expect(
                try await test.value("SELECT state, reason FROM action_rows WHERE action_id = 2")
                    == "denied|protected_machine")
        }
    }

    @Test("what may not change stays, says why, and keeps no other from changing")
    func mixed() async throws {
        try await TestLog.run { test in
            try await test.takeIn(file("a", order(machineA)), rules: Self.held)
            try await test.takeIn(file("b", order(machineB)))
            let decided = try await test.decide(.approve, on: [2, 99, 1, 1])
            #expect(
                decided == [
                    Decided(action: 2, result: .refused(.queued, .notHeld(.queued))),
                    Decided(action: 99, result: .notFound),
                    Decided(action: 1, result: .changed(from: .held, to: .queued)),
                ])
            #expect(try await test.value("SELECT count(*) FROM events") == "3")
        }
    }

    @Test("a decision that changes nothing writes nothing", arguments: OperatorVerb.allCases)
    func idempotent(verb: OperatorVerb) async throws {
        try await TestLog.run { test in
            try await test.takeIn(file("a", order()), rules: Self.held)
            if verb == .retry { _ = try await test.decide(.deny, on: [1]) }
            _ = try await test.decide(verb, on: [1])
            let events = try await test.value("SELECT count(*) FROM events")
            let again = try await test.decide(verb, on: [1])
            guard case .refused = again.first?.result else {
                Issue.record("decided twice: \(again)")
                return
            }
            #expect(try await test.value("SELECT count(*) FROM events") == events)
        }
    }

    @Test("deny ends what has not left")
    func deny() async throws {
        try await TestLog.run { test in
            try await test.takeIn(file("a", order(machineA)), rules: Self.held)
            try await test.takeIn(file("b", order(machineB)))
            _ = try await test.decide(.deny, on: [1, 2], comment: "known tool")
            #expect(
                try await test.value("SELECT DISTINCT state, reason, finished_at IS NOT NULL FROM action_rows")
                    == "denied|operator|1")
            #expect(
                try await test.value("SELECT DISTINCT event, actor, detail FROM events WHERE event <> 'created'")
                    == #"denied|alice|{"comment":"known tool"}"#)
            #expect(try await test.value("SELECT count(*) FROM action_rows WHERE counted_at IS NOT NULL") == "0")
        }
    }

    @Test("denied on its way out it is not: cancel is for that")
    func denyTooLate() async throws {
        try await TestLog.run { test in
            try await test.takeIn(file("a", order()))
            let claim = try await test.claim()
            #expect(
                try await test.decide(.deny, on: [1]).map(\.result) == [.refused(.sending, .hasLeft(.sending))])
            try await test.accept(claim)
            #expect(
                try await test.decide(.deny, on: [1]).map(\.result) == [.refused(.submitted, .hasLeft(.submitted))])
        }
    }

    @Test("a retry starts afresh: attempts before count no more, age from now, judged anew")
    func retry() async throws {
        try await TestLog.run { test in
            try await test.takeIn(file("a", order()), rules: Self.held)
            _ = try await test.decide(.approve, on: [1])
            try await test.drive(to: "Failed")
            test.clock.advance(by: .seconds(3600))
            #expect(
                try await test.decide(.retry, on: [1], comment: "disk was full").map(\.result)
                    == [.changed(from: .failed, to: .queued)])
            #expect(
                try await test.value(
                    """
                    SELECT state, reason, attempts, attempts_before, arrived_at = updated_at, due_at = updated_at, approved,
                        unresolved, status, machine_action_id, finished_at FROM action_rows
                    """) == "queued|retry|1|1|1|1|0|0|||")
            let claim = try await test.claim()
            #expect(claim.attempts == 0)
            try await test.accept(claim)
            #expect(try await test.value("SELECT attempts FROM action_rows") == "2")
        }
    }

    @Test("no second open action for a machine and file comes from a retry")
    func retryWithTwin() async throws {
        try await TestLog.run { test in
            try await test.takeIn(file("a", order()))
            try await test.drive(to: "Failed")
            try await test.takeIn(file("b", order()))
            #expect(try await test.decide(.retry, on: [1]).map(\.result) == [.refused(.failed, .twin(2))])
            _ = try await test.decide(.deny, on: [2])
            #expect(try await test.decide(.retry, on: [1]).map(\.result) == [.changed(from: .failed, to: .queued)])
        }
    }

    @Test("a person who lets a file go on settles its failed canary", arguments: [OperatorVerb.approve, .retry])
    func settlesCanary(verb: OperatorVerb) async throws {
        let rules = PolicyRules.open { $0.canary = 1 }
        try await TestLog.run { test in
            try await test.takeIn(file("a", order(machineA)), file("b", order(machineB)), rules: rules)
            try await test.drive(rules, to: "Failed")
            _ = try await test.log.settle(rules: rules, retry: RetryPolicy(), at: test.now)
            #expect(
                try await test.value("SELECT state, reason FROM action_rows WHERE action_id = 2")
                    == "held|canary_failed")
            #expect(try await test.value("SELECT sum(unresolved) FROM action_rows") == "1")
            _ = try await test.decide(verb, on: [verb == .retry ? 1 : 2], rules: rules)
            #expect(try await test.value("SELECT sum(unresolved) FROM action_rows") == "0")
        }
    }

    @Test("nobody approves in time: denied, and approving is too late then")
    func approvalExpiry() async throws {
        let rules = PolicyRules.open {
            $0.mode = .approve
            $0.approvalTimeout = .seconds(60)
        }
        try await TestLog.run { test in
            try await test.takeIn(file("a", order(machineA)), file("b", order(machineB)), rules: rules)
            test.clock.advance(by: .seconds(59))
            _ = try await test.log.settle(rules: rules, retry: RetryPolicy(), at: test.now)
            _ = try await test.decide(.approve, on: [2], rules: rules)
            test.clock.advance(by: .seconds(1))
            _ = try await test.log.settle(rules: rules, retry: RetryPolicy(), at: test.now)
            #expect(
                try await test.rows("SELECT state, reason FROM action_rows ORDER BY action_id")
                    == ["denied|approval_timeout", "queued|"])
            #expect(
                try await test.decide(.approve, on: [1], rules: rules).map(\.result)
                    == [.refused(.denied, .isFinal(.denied))])
        }
    }

    @Test("four eyes: who retried may not approve, another may")
    func fourEyes() async throws {
        let rules = PolicyRules.open {
            $0.mode = .approve
            $0.approvalByOther = true
        }
        try await TestLog.run { test in
            try await test.takeIn(file("a", order()), rules: rules)
            // An alert has no person: the first approval is anybody's.
            #expect(
                try await test.decide(.approve, on: [1], rules: rules).map(\.result)
                    == [.changed(from: .held, to: .queued)])
            try await test.drive(rules, to: "Failed")
            #expect(
                try await test.decide(.retry, on: [1], rules: rules).map(\.result)
                    == [.changed(from: .failed, to: .held)])
            #expect(try await test.value("SELECT state, reason, approved FROM action_rows") == "held|operator|0")
            #expect(
                try await test.decide(.approve, on: [1], rules: rules).map(\.result)
                    == [.refused(.held, .ownRequest("alice"))])
            #expect(
                try await test.decide(.approve, on: [1], by: "bob", rules: rules).map(\.result)
                    == [.changed(from: .held, to: .queued)])
        }
    }
}

extension TestLog {
    func decide(
        _ verb: OperatorVerb, on actions: [Int64], by actor: String = "alice", comment: String = "",
        rules: PolicyRules = .open()
    ) async throws -> [Decided] {
        try await log.decide(Decision(verb, actor: actor, comment: comment, rules: rules), on: actions, at: now)
    }
}
