import ActionLog
import Configuration
import Foundation
import LazaretCore
import LazaretTestKit
import Logging
import Testing

@testable import LazaretDaemon

@Suite(.timeLimit(.minutes(5))) struct ControlWatchTests {
    @Test func `what was put there between the look at the start and being watched is seen when it is watched`()
        async throws
    {
        try await withTemporaryDirectory { directory in
            let log = try ActionLog.open(path: directory + "/actions.db", access: .daemon, boot: "boot") {
                "0123456789ab"
            }
            let time = ManualTimeSource()
            let logger = Logger(label: "test")
            let control = ControlWatch(
                directory: directory, log: log, logger: logger, failures: FailureLog(logger: logger, time: time),
                time: time)
            #expect(await control.settleAtStart({ false }))
            try Data().write(to: URL(fileURLWithPath: StateFile.pause.path(in: directory)))
            let (wakes, wake) = AsyncStream.makeStream(of: Void.self)
            let run = Task { await control.run { wake.yield() } }
            for await _ in wakes { break }
            #expect(try await log.killSwitch()?.actor == KillSwitch.fileActor)
            run.cancel()
            await run.value
            try log.close()
        }
    }
}
