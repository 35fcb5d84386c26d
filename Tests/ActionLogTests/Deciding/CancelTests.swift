import LazaretCore
import LazaretTestKit
import Testing

@testable import ActionLog

/// A person cancels: here, or at Defender.
struct CancelTests {
    @Test("before sending it is local")
    func local() async throws {
        try await TestLog.run { test in
            try await test.takeIn(file("a", order()))
            let decided = try await test.decide(.cancel, on: [1], comment: "false alarm")
            #expect(decided.map(\.result) == [.changed(from: .queued, to: .cancelled)])
            #expect(try await test.value("SELECT state, reason FROM action_rows") == "cancelled|operator")
            #expect(try await test.dueCancel() == nil)
        }
    }

    @Test("after sending Defender is asked, once, and the end is the operator's")
    func atDefender() async throws {
        try await TestLog.run { test in
            try await test.takeIn(file("a", order()))
            try await test.accept(try await test.claim())
            let decided = try await test.decide(.cancel, on: [1], comment: "false alarm")
            #expect(decided.map(\.result) == [.cancelRequested(.submitted)])
            #expect(
                try await test.value(
                    "SELECT actor, event, from_state, to_state, detail FROM events ORDER BY event_id DESC LIMIT 1")
                    == #"alice|cancel_requested|submitted|submitted|{"comment":"false alarm"}"#)
            let task = try #require(try await test.dueCancel())
            #expect(task.comment == "false alarm")
            #expect(task.actor == "alice")
            #expect(
                try await test.decide(.cancel, on: [1], by: "bob").map(\.result)
                    == [.cancelRequestedBefore(.submitted)])
            #expect(try await test.value("SELECT count(*) FROM events WHERE event = 'cancel_requested'") == "1")
            try await test.track(1, "Cancelled")
            #expect(try await test.value("SELECT state, reason FROM action_rows") == "cancelled|operator")
            #expect(try await test.value("SELECT count(*) FROM cancel_requests") == "0")
        }
    }

    @Test("of somebody else's action it is told whose, and a selection how many of them it has")
    func adopted() async throws {
        try await TestLog.run { test in
            for number in 0..<3 {
                try await test.takeIn(file("\(number)", order(machine(number), alert: "\(number)")))
                let claim = try await test.claim()
                try await test.record(
                    claim, "adopted",
                    ActionChange(
                        from: .sending, to: .submitted, dueAt: test.now.wall,
                        machineAction: machineAction("Pending", id: "guid-\(number)"), adopted: number > 0,
                        countsAttempt: true))
            }
            try await test.track(3, "Succeeded")
            #expect(try await test.log.adopted(DecisionSelection(.cancel)) == 1)
            let decided = try await test.decide(.cancel, on: [1, 2, 2, 3])
            #expect(decided.map(\.beganBy) == [nil, "Lazaret app", nil])
            #expect(try await test.decide(.cancel, on: [2]).map(\.beganBy) == ["Lazaret app"])
        }
    }

    @Test("on its way it waits for what becomes of the POST: accepted, Defender is asked")
    func whileSending() async throws {
        try await TestLog.run { test in
            try await test.takeIn(file("a", order()))
            let claim = try await test.claim()
            #expect(try await test.decide(.cancel, on: [1]).map(\.result) == [.cancelRequested(.sending)])
            #expect(try await test.dueCancel() == nil)
            try await test.accept(claim)
            #expect(try await test.dueCancel()?.actionID == 1)
        }
    }

    @Test("unconfirmed and not found, it is cancelled instead of sent again")
    func unconfirmed() async throws {
        try await TestLog.run { test in
            try await test.takeIn(file("a", order()))
            let claim = try await test.claim()
            try await test.record(
                claim, "unknown",
                ActionChange(from: .sending, to: .unconfirmed, reason: .unknownOutcome, dueAt: test.now.wall))
            #expect(try await test.decide(.cancel, on: [1]).map(\.result) == [.cancelRequested(.unconfirmed)])
            let look = try await test.dueLook()
            try await test.record(
                look, "not_found", ActionChange(from: .unconfirmed, to: .queued, reason: .notFound))
            guard case .nothing = try await test.claimResult() else {
                Issue.record("sent again")
                return
            }
            #expect(try await test.value("SELECT state, reason FROM action_rows") == "cancelled|operator")
            #expect(
                try await test.value("SELECT actor, event FROM events ORDER BY event_id DESC LIMIT 1")
                    == "alice|cancelled")
        }
    }

    @Test("final before Defender could be asked: the request goes with it")
    func finishedFirst() async throws {
        try await TestLog.run { test in
            try await test.takeIn(file("a", order()))
            try await test.accept(try await test.claim())
            _ = try await test.decide(.cancel, on: [1])
            try await test.track(1, "Succeeded")
            #expect(try await test.value("SELECT count(*) FROM cancel_requests") == "0")
            #expect(
                try await test.decide(.cancel, on: [1]).map(\.result) == [.refused(.succeeded, .isFinal(.succeeded))])
        }
    }
}
