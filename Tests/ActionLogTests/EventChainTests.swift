import Foundation
import LazaretCore
import LazaretTestKit
import Testing

@testable import ActionLog

@Suite struct EventChainTests {
    /// Twelve events of three actions.
    private func history(_ test: TestLog) async throws {
        for number in 1...3 {
            try await test.takeIn(file("\(number)", order(machine(number), alert: "\(number)")))
            try await test.drive(to: "Succeeded")
            test.clock.advance(by: .seconds(60))
        }
    }

    @Test func `the documented example has the documented hash`() async throws {
        try await TestLog.run { test in
            try await test.takeIn(file("1", order()))
            #expect(
                try await test.value("SELECT previous_hash, hash FROM events") == """
                    \(EventChain.genesis)|497fef8f05e18dc05459d846f0a89d73cdfe68f2544ebc64bac4bd59b2a352cb
                    """)
        }
    }

    @Test(arguments: [
        "UPDATE events SET reason = 'x' WHERE event_id = 1", "DELETE FROM events WHERE event_id = 12",
        "DELETE FROM events", "INSERT OR REPLACE INTO events SELECT * FROM events WHERE event_id = 3",
        "INSERT INTO events SELECT 0, at, action_id, actor, event, from_state, to_state, reason, detail, hash, hash FROM events LIMIT 1",
        "UPDATE event_checkpoints SET event_id = 9", "DELETE FROM event_checkpoints",
        "INSERT INTO event_checkpoints VALUES (5, 'made up', '', '')",
        "INSERT OR REPLACE INTO event_checkpoints SELECT event_id, hash, '', '' FROM events WHERE event_id = 1",
    ])
    func `events and checkpoints are append-only`(sql: String) async throws {
        try await TestLog.run { test in
            try await history(test)
            try await test.tamper(
                "INSERT INTO event_checkpoints SELECT event_id, hash, at, actor FROM events WHERE event_id = 1")
            await #expect(throws: ActionLogError.self) { try await test.tamper(sql) }
            #expect(try await test.value("SELECT count(*) FROM events") == "12")
        }
    }

    @Test func `a true chain verifies, and its head is the last event`() async throws {
        try await TestLog.run { test in
            #expect(try await test.log.verify() == .intact(events: 0, head: nil))
            try await history(test)
            let eventHead = try await test.log.eventHead()
            let head = try #require(eventHead)
            #expect(head.event == 12)
            #expect(try await test.log.verify(anchors: [head]) == .intact(events: 12, head: head))
            let reader = try ActionLog.open(path: test.path, access: .reader)
            #expect(try await reader.verify() == .intact(events: 12, head: head))
        }
    }

    static let tamperings: [(String, ChainVerdict)] = [
        ("UPDATE events SET detail = '{ }' WHERE event_id = 5", .broken(event: 5, .hashMismatch)),
        ("UPDATE events SET reason = '' WHERE event_id = 1", .broken(event: 1, .hashMismatch)),
        ("UPDATE events SET hash = upper(hash) WHERE event_id = 12", .broken(event: 12, .hashMismatch)),
        ("DELETE FROM events WHERE event_id = 7", .broken(event: 7, .missing)),
        ("DELETE FROM events WHERE event_id <= 2", .broken(event: 1, .missing)),
        ("DELETE FROM events WHERE event_id > 10", .broken(event: 11, .headMismatch)),
        ("DELETE FROM events", .broken(event: 1, .headMismatch)),
        (
            "UPDATE events SET event_id = -1 WHERE event_id = 3; UPDATE events SET event_id = 3 WHERE event_id = 4; "
                + "UPDATE events SET event_id = 4 WHERE event_id = -1", .broken(event: 3, .previousHashMismatch)
        ),
        (
            "INSERT INTO events SELECT 13, at, action_id, actor, event, from_state, to_state, reason, detail, hash, hash "
                + "FROM events WHERE event_id = 12", .broken(event: 13, .hashMismatch)
        ),
        (
            "INSERT INTO event_checkpoints SELECT event_id, hash, at, actor FROM events WHERE event_id = 4; "
                + "DELETE FROM events WHERE event_id <= 4", .broken(event: 5, .checkpointUnknown)
        ),
        ("DELETE FROM chain_head", .broken(event: 1, .headMismatch)),
    ]

    @Test(arguments: tamperings)
    func `whoever gets past the triggers is found at the first broken row`(sql: String, verdict: ChainVerdict)
        async throws
    {
        try await TestLog.run { test in
            try await history(test)
            try await dropTriggers(test)
            try await test.tamper(sql)
            #expect(try await test.log.verify() == verdict)
        }
    }

    private func dropTriggers(_ test: TestLog) async throws {
        for name in try await test.rows(
            "SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name LIKE 'event%'")
        {
            try await test.tamper("DROP TRIGGER \(name)")
        }
    }

    @Test func `a chain rewritten to its end is found by a head kept elsewhere, else by the stored one`() async throws {
        try await TestLog.run { test in
            try await history(test)
            let eventHead = try await test.log.eventHead()
            let head = try #require(eventHead)
            try await dropTriggers(test)
            try await test.log.write(at: test.now) { transaction in
                try transaction.run("DELETE FROM events WHERE event_id > 10")
                try transaction.run(
                    "UPDATE chain_head SET event_id = 10, hash = (SELECT hash FROM events WHERE event_id = 10)")
                try transaction.append(Event(word: .changed, action: 3, from: "sending", to: "refused"))
                try transaction.append(Event(word: .changed, action: 3, from: "refused", to: "queued"))
            }
            #expect(try await test.log.verify(anchors: [head]) == .broken(event: 12, .anchorMismatch))
            try await test.tamper("UPDATE chain_head SET event_id = \(head.event), hash = '\(head.hash)'")
            #expect(try await test.log.verify() == .broken(event: 13, .headMismatch))
        }
    }

    @Test func `a cut tail shows also after the log went on`() async throws {
        try await TestLog.run { test in
            try await history(test)
            try await dropTriggers(test)
            try await test.tamper("DELETE FROM events WHERE event_id > 10")
            try await test.takeIn(file("more", order()))
            #expect(try await test.log.verify() == .broken(event: 11, .missing))
        }
    }

    @Test func `ten thousand random tamperings are each found`() async throws {
        try await TestLog.run { test in
            try await history(test)
            try await dropTriggers(test)
            let eventHead = try await test.log.eventHead()
            let head = try #require(eventHead)
            var random = SeededGenerator(seed: 20_260_131)
            for _ in 0..<10_000 {
                let tampering = Tampering.random(of: 12, &random)
                var verdict = try await test.log.verdict(after: tampering)
                if tampering.rechaining == .events { #expect(verdict == .broken(event: 13, .headMismatch)) }
                if tampering.rechaining == .eventsAndHead {
                    // A chain without a flaw, which only a head that is kept elsewhere gives away.
                    guard case .intact(12, _) = verdict else {
                        Issue.record("not computed anew: \(tampering)")
                        return
                    }
                    verdict = try await test.log.verdict(after: tampering, anchors: [head])
                    #expect(verdict == .broken(event: 12, .anchorMismatch))
                }
                guard case .broken = verdict else {
                    Issue.record("not found: \(tampering)")
                    return
                }
            }
            guard case .intact(12, _) = try await test.log.verify() else {
                Issue.record("a tampering was not rolled back")
                return
            }
        }
    }

    @Test(.enabled(if: DocumentedVerifier.canRun, "python3 is not installed"))
    func `a third party verifies with nothing but the document`() async throws {
        let script = try #require(DocumentedVerifier())
        try await TestLog.run { test in
            try await history(test)
            let head = try await test.value("SELECT event_id || ' ' || hash FROM chain_head")
            #expect(try await script.run(on: test.path) == "intact \(head)")
            try await dropTriggers(test)
            try await test.tamper("UPDATE events SET actor = 'eve' WHERE event_id = 6")
            #expect(try await script.run(on: test.path) == "broken at 6")
        }
    }
}
