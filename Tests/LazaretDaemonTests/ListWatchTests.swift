import Configuration
import Foundation
import LazaretCore
import LazaretTestKit
import Logging
import Testing

@testable import LazaretDaemon

@Suite(.timeLimit(.minutes(5))) struct ListWatchTests {
    private func configuration(in directory: String) throws -> Configuration {
        try """
        stateDirectory: state
        tenants:
          - name: test
            tenantId: 11111111-2222-3333-4444-555555555555
            clientId: 66666666-7777-8888-9999-000000000000
            credential: {clientSecretFile: secret}
        policy: {protectedFiles: files.txt}
        """.write(toFile: directory + "/lazaret.yaml", atomically: true, encoding: .utf8)
        return try Configuration.load(file: directory + "/lazaret.yaml", environment: [:])
    }

    @Test(arguments: [true, false])
    func `a list is read again that has changed, also between being read at the start and being watched`(
        isEarly: Bool
    ) async throws {
        try await withTemporaryDirectory { directory in
            let list = directory + "/files.txt"
            try "# none\n".write(toFile: list, atomically: true, encoding: .utf8)
            let configuration = try configuration(in: directory)
            let state = DaemonState(
                configuration: configuration, rules: PolicyRules(),
                listsAtStart: ListSignature.of(configuration.policy))
            if isEarly { try "# another\n".write(toFile: list, atomically: true, encoding: .utf8) }
            let time = ManualTimeSource()
            let (changes, change) = AsyncStream.makeStream(of: Void.self)
            let watch = ListWatch(
                state: state, logger: Logger(label: "test"), time: time, bell: LateBell(), changed: { change.yield() })
            let run = Task { await watch.run() }
            // The look every ten minutes, and the second that a changed list has to lie still.
            await time.waitForSleepers(isEarly ? 2 : 1)
            if !isEarly {
                try "# later\n".write(toFile: list, atomically: true, encoding: .utf8)
                await time.waitForSleepers(2)
            }
            time.advance(by: .seconds(1))
            for await _ in changes { break }
            run.cancel()
            await run.value
        }
    }
}
