import Dispatch
import Foundation
import Glibc
import Testing

@testable import LazaretDaemon

/// In a process of its own, which ends.
@Suite(.timeLimit(.minutes(5))) struct SecondSignalTests {
    @Test func `the second ends it also where the first was not counted yet`() async {
        await #expect(processExitsWith: .exitCode(143)) {
            let queue = DispatchQueue(label: "counting")
            let second = SecondSignal(queue: queue)
            while try !SecondSignalTests.isCaught(SIGTERM) { await Task.yield() }
            let gate = DispatchSemaphore(value: 0)
            queue.async { gate.wait() }
            // As whoever begins the orderly stop hears of it.
            let (signals, signal) = AsyncStream.makeStream(of: Void.self)
            let other = DispatchSource.makeSignalSource(signal: SIGTERM, queue: DispatchQueue(label: "other"))
            other.setRegistrationHandler { @Sendable in signal.yield() }
            other.setEventHandler { @Sendable in signal.yield() }
            other.resume()
            var heard = signals.makeAsyncIterator()
            await heard.next()
            kill(getpid(), SIGTERM)
            await heard.next()
            await second.expect()
            kill(getpid(), SIGTERM)
            await heard.next()
            gate.signal()
            // Nothing else comes.
            await heard.next()
        }
    }

    static func isCaught(_ number: Int32) throws -> Bool {
        let status = try String(contentsOfFile: "/proc/self/status", encoding: .utf8)
        let line = status.split(separator: "\n").first { $0.hasPrefix("SigCgt:") }?.split(separator: "\t").last
        return try #require(line.flatMap { UInt64($0, radix: 16) }) & 1 << UInt64(number - 1) != 0
    }
}
