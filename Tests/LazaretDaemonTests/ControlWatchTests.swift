import ActionLog
import Foundation
import LazaretCore
import LazaretTestKit
import Logging
import Testing

@testable import LazaretDaemon

@Suite(.timeLimit(.minutes(1))) struct ControlWatchTests {
    /// A watch over a state directory, on a clock that stands still: what it does, it was told of, or it looked at first.
    private func watching(
        _ body: (_ directory: String, _ log: ActionLog, _ watch: ControlWatch) async throws -> Void
    ) async throws {
        try await withTemporaryDirectory { directory in
            let log = try ActionLog.open(
                path: directory + "/actions.db", access: .daemon, newInstallation: { "0123456789ab" })
            let time = ManualTimeSource()
            let logger = Logger(label: "test")
            let failures = FailureLog(logger: logger, time: time)
            try await body(
                directory, log,
                ControlWatch(directory: directory, log: log, logger: logger, failures: failures, time: time))
            try log.close()
        }
    }

    @Test
    func `a pause file that comes between the start's look and the watch is heard, and so is a decision`() async throws
    {
        try await watching { directory, log, watch in
            await watch.settleAtStart()
            try Data().write(to: URL(fileURLWithPath: directory + "/pause"))
            let (wakes, wake) = AsyncStream.makeStream(of: Void.self)
            let run = Task { await watch.run { wake.yield() } }
            for await _ in wakes { break }
            #expect(try await log.killSwitch() != nil)
            run.cancel()
            await run.value
        }
    }
}
