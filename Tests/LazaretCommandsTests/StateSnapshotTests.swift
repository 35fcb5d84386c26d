import GRDB
import LazaretTestKit
import Testing

@testable import ActionLog
@testable import LazaretCommands

/// The same for what a verb says of a state that another has made: paused, or tampered with.
extension SnapshotTests {
    static let formats = ["table", "json", "jsonl", "csv"]

    @Test("pause where it is paused already, status, and resume", arguments: formats)
    func paused(format: String) async throws {
        try await DemoLog.with { demo in
            _ = await demo.run(["pause", "--comment", "incident 7 \u{1B}[31m\u{202E}"], login: "dave")
            demo.clock.advance(by: .seconds(60))
            try await check(Case("pause-again", "pause --comment other"), format, demo)
            if format != "csv" { try await check(Case("status-paused", "status"), format, demo) }
            try await check(Case("resume", "resume --comment over"), format, demo)
            try await check(Case("watch-pause", "watch --after 23 --limit 2"), format, demo)
        }
    }

    @Test("verify, where an event and a counter were changed by hand", arguments: formats)
    func broken(format: String) async throws {
        try await DemoLog.with { demo in
            try await demo.log.database.writeWithoutTransaction { db in
                try db.execute(
                    sql: """
                        DROP TRIGGER events_no_update; UPDATE events SET actor = 'nobody' WHERE event_id = 2;
                        UPDATE state_counts SET actions = 9 WHERE state = 'held'
                        """)
            }
            try await check(Case("verify-broken", "verify"), format, demo)
        }
    }
}
