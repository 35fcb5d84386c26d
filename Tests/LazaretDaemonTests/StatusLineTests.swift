import ActionLog
import LazaretCore
import LazaretTestKit
import Testing

@testable import LazaretDaemon

struct StatusLineTests {
    static func summary(_ counts: [ActionState: Int]) async throws -> LogSummary {
        var summary: LogSummary?
        try await withTemporaryDirectory { directory in
            let log = try ActionLog.open(
                path: directory + "/actions.db", access: .daemon, newInstallation: { "0123456789ab" })
            summary = try log.summary()
            try log.close()
        }
        var found = try #require(summary)
        found.actions = ActionState.allCases.map { ($0, counts[$0] ?? 0) }
        found.backlogs = ["a": (counts[.queued] ?? 0) + (counts[.sending] ?? 0)]
        return found
    }

    @Test("says in words what there is to do, and what is in the way")
    func words() async throws {
        #expect(StatusLine.text(try await Self.summary([:]), mode: "dryRun", notReady: []) == "dryRun; nothing to do")
        let busy = try await Self.summary([.queued: 3, .sending: 1, .submitted: 2, .unconfirmed: 1, .held: 5])
        #expect(
            StatusLine.text(busy, mode: "enforce", notReady: ["paused: drill"])
                == "enforce; 4 to send; 3 open at Defender; 5 held for a person; not ready: paused: drill")
    }
}
