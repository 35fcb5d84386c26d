import ArgumentParser
import Foundation
import GateFuzzing
import Glibc

/// `make fuzz`: the gate against a plain second reader, on documents that are grown from the grammar and then bent. Exits 1
/// with the seed, the number and the bytes of the first input on which they differ, and aborts where one takes a minute.
struct GateFuzz: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "fuzz", abstract: "Generated documents through the strict JSON gate and a second reader.")

    @Option(help: "How many documents.")
    var inputs = 1_000_000

    @Option(help: "Which ones: each thread takes a seed of its own, from this one on.")
    var seed: UInt64 = 1

    @Option(help: "Threads; 0 is one a core.")
    var threads = 0

    func run() throws {
        let count = threads > 0 ? threads : ProcessInfo.processInfo.activeProcessorCount
        let share = (inputs + count - 1) / count
        let progress = FuzzProgress(threads: count)
        progress.watch(patience: 60)
        let start = ContinuousClock.now
        DispatchQueue.concurrentPerform(iterations: count) { thread in
            var mutator = JSONMutator(seed: seed + UInt64(thread))
            for number in 0..<share {
                let bytes = mutator.next()
                if let broken = Self.broken(bytes) {
                    progress.fail(
                        "\(broken): seed \(seed + UInt64(thread)), input \(number), \(Data(bytes).base64EncodedString())"
                    )
                    return
                }
                if number % 1000 == 999 { progress.count(1000, thread: thread) }
            }
            progress.finish(thread: thread)
        }
        if let failure = progress.failure {
            print(failure)
            throw ExitCode.failure
        }
        let seconds = start.duration(to: .now) / .seconds(1)
        let rate = Int(Double(share * count) / seconds)
        print(
            "\(share * count) documents on \(count) threads in \(Int(seconds)) s, \(rate)/s: no difference, no crash, no hang"
        )
    }

    private static func broken(_ bytes: [UInt8]) -> String? {
        GateProperties.broken(by: bytes) ?? GateProperties.broken(byFile: bytes, name: "a.json")
            ?? GateProperties.broken(byFile: bytes, name: "a.jsonl")
    }
}

/// How far each thread is, so that a hang is noticed.
private final class FuzzProgress: @unchecked Sendable {
    private let lock = NSLock()
    private var done: [Int]
    private var isFinished: [Bool]
    private var failed: String?

    init(threads: Int) {
        done = Array(repeating: 0, count: threads)
        isFinished = Array(repeating: false, count: threads)
    }

    var failure: String? { lock.withLock { failed } }

    func count(_ inputs: Int, thread: Int) { lock.withLock { done[thread] += inputs } }

    func finish(thread: Int) { lock.withLock { isFinished[thread] = true } }

    func fail(_ message: String) { lock.withLock { failed = failed ?? message } }

    /// Aborts the process, for a core or a debugger, when a thread has not come on for that many seconds.
    func watch(patience: UInt32) {
        Thread.detachNewThread { [self] in
            var before: [Int] = []
            while true {
                sleep(patience)
                let (now, finished) = lock.withLock { (done, isFinished) }
                for thread in now.indices
                where !finished[thread] && before.indices.contains(thread) && before[thread] == now[thread] {
                    FileHandle.standardError.write(Data("thread \(thread) hangs after input \(now[thread])\n".utf8))
                    abort()
                }
                before = now
            }
        }
    }
}
