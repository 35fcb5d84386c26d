import Foundation
import LazaretCore
import LazaretTestKit
import Testing

@testable import ActionLog

@Suite struct OutboxTests {
    @Test func `a file is answered when all its actions are final, once`() async throws {
        try await TestLog.run { test in
            try await test.takeIn(
                file("1.json", order(machineA), order(machineB)), file("2.json", order(machineA, alert: "2")))
            try await test.drive(to: "Succeeded")
            #expect(try await test.log.finishedFiles(limit: 10).map(\.sourceFile) == ["2.json"])
            test.clock.advance(by: .seconds(60))
            try await test.drive(to: "Failed")
            let files = try await test.log.finishedFiles(limit: 10)
            #expect(files.map(\.sourceFile) == ["1.json", "2.json"])
            #expect(try await test.log.finishedFiles(limit: 1).map(\.fileID) == [1])
            let size = files[0].result.utf8.count
            #expect(try await test.log.finishedFiles(limit: 10, bytes: size).map(\.fileID) == [1])
            #expect(try await test.log.finishedFiles(limit: 10, bytes: size + 1).map(\.fileID) == [1, 2])
            try await test.log.markPublished(files.map(\.fileID), at: test.now)
            #expect(try await test.log.finishedFiles(limit: 10).isEmpty)
        }
    }

    @Test func `after a retry the file is answered again`() async throws {
        try await TestLog.run { test in
            try await test.takeIn(file("1.json", order(machineA)))
            try await test.drive(to: "Failed")
            try await test.log.markPublished([1], at: test.now)
            _ = try await test.decide(.retry, on: [1])
            #expect(try await test.log.finishedFiles(limit: 10).isEmpty)
            try await test.drive(to: "Succeeded")
            let result = try #require(try await test.log.finishedFiles(limit: 10).first?.result)
            #expect(result.contains(#""state":"succeeded""#))
        }
    }

    @Test func `the result tells each alert and its rows of machine_actions`() async throws {
        try await TestLog.run { test in
            try await test.takeIn(
                file(
                    "dir/1.json",
                    [
                        document("a", [try order(comment: "quote \" and \u{1}")]),
                        document("b", [try order(machineB, alert: "low", severity: .low)]),
                    ]))
            test.clock.advance(by: .seconds(60))
            try await test.drive(to: "Succeeded")
            let files = try await test.log.finishedFiles(limit: 1)
            let text = try #require(files.first?.result)
            let json = try JSONSerialization.jsonObject(with: Data(text.utf8))
            let object = try #require(json as? [String: Any])
            #expect(object["file"] as? String == "dir/1.json")
            #expect(object["finished_at"] as? String == "2026-01-01T00:01:00.000Z")
            let alerts = try #require(object["alerts"] as? [[String: Any]])
            #expect(alerts.map { $0["alert_id"] as? String } == ["alert-1", "low"])
            #expect(alerts.map { $0["outcome"] as? String } == ["mapped", "skipped"])
            #expect(alerts.map { $0["reason"] as? String } == [nil, "low_severity"])
            let actions = try #require(alerts[0]["actions"] as? [[String: Any]])
            #expect(actions.count == 1)
            #expect(Set(actions[0].keys) == Set(Schema.actionColumns))
            #expect(actions[0]["state"] as? String == "succeeded")
            #expect(actions[0]["comment"] as? String == "quote \" and \u{1} [lazaret:0123456789ab:1]")
            #expect((actions[0]["machine_action"] as? [String: Any])?["status"] as? String == "Succeeded")
            #expect((alerts[1]["actions"] as? [Any])?.isEmpty == true)
        }
    }

    @Test func `a file without actions is answered at once, one of which nothing was taken is not`() async throws {
        try await TestLog.run { test in
            let refused = MappedDocument(contentSHA256: contentHash("x"), result: .noMapping)
            try await test.takeIn(
                file("skipped.json", order(severity: .low)), file("refused.json", [refused]),
                file("dry.json", order(machineB)), rules: .open { $0.mode = .dryRun })
            #expect(
                try await test.log.finishedFiles(limit: 10).map(\.sourceFile) == ["skipped.json", "dry.json"])
        }
    }

    @Test func `a file whose alert attached to an open action waits for it, also after its retry`() async throws {
        try await TestLog.run { test in
            try await test.takeIn(file("1.json", order()))
            try await test.takeIn(file("2.json", order(alert: "2"), order(alert: "2")))
            #expect(try await test.log.finishedFiles(limit: 10).isEmpty)
            try await test.drive(to: "Failed")
            #expect(try await test.log.finishedFiles(limit: 10).count == 2)
            try await test.log.write(at: test.now) {
                try $0.apply(Transition(action: 1, change: ActionChange(from: .failed, to: .queued), word: .retried))
            }
            #expect(try await test.log.finishedFiles(limit: 10).isEmpty)
            try await test.drive(to: "Succeeded")
            #expect(try await test.log.finishedFiles(limit: 10).count == 2)
        }
    }

    @Test func `a retried action starts afresh and keeps its history`() async throws {
        try await TestLog.run { test in
            try await test.takeIn(file("1.json", order()))
            try await test.drive(to: "Failed")
            test.clock.advance(by: .seconds(7200))
            try await test.log.write(at: test.now) {
                try $0.apply(
                    Transition(
                        action: 1, change: ActionChange(from: .failed, to: .queued), actor: "ann", word: .retried,
                        approved: true))
            }
            #expect(
                try await test.value(
                    """
                    SELECT state, status, machine_action_id, attempts, submitted_at, finished_at, machine_action
                    FROM machine_actions
                    """) == "queued|||1|||")
            let claim = try await test.claim()
            #expect(claim.attempts == 0)
            #expect(claim.arrivedAt == test.now.wall)
            #expect(
                try await test.value("SELECT count(*) FROM attempts WHERE action_id = 1 AND operation = 'submit'")
                    == "2")
        }
    }
}
