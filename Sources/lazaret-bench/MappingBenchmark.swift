import AlertMapping
import ArgumentParser
import Foundation
import Glibc
import LazaretCore

/// Alerts of 3 KB a second through gate and the whole order of mappings, on one thread, by shape; and how soon a dead worker
/// has a successor.
struct MappingBenchmark: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "mapping",
        abstract: "Gate and mappings: files a second by shape; time to compile; time to replace a worker.")

    @Option(help: "Seconds for each shape.")
    var seconds = 2.0

    @Option(help: "The directory of the mappings.")
    var mappings = "config/mappings"

    private static let order = ["defender-alert", "graph-alert", "defender-incident", "streaming", "sentinel", "flat"]

    func run() async throws {
        let sources = try MappingSources.load(directory: mappings, extraDirectory: nil, order: Self.order)
        let clock = ContinuousClock()
        let compile = 1000 / (try rate(rounds: 10) { _ = try FileMapper(sources) })
        print("compiling the six together: \(String(format: "%.0f", compile)) ms of the processor, mean of 10")
        let mapper = try FileMapper(sources)
        print(
            Report.line([("shape", 18), ("taken by", 18), ("file B", -8), ("files/s", -9), ("us", -8), ("gate us", -8)])
        )
        for sample in SampleDocuments.all {
            let bytes = Array(sample.text.utf8)
            let mapped = mapper.map(bytes, name: "a.json")
            var taker = "no mapping"
            if case .mapped(let mapping, _)? = mapped.documents.first?.result { taker = mapping }
            let whole = rate { _ = mapper.map(bytes, name: "a.json") }
            let gate = rate { _ = DocumentSplitter().split(bytes, name: "a.json") }
            print(
                Report.line([
                    (sample.name, 18), (taker, 18), (String(bytes.count), -8), (String(Int(whole)), -9),
                    (String(format: "%.0f", 1e6 / whole), -8), (String(format: "%.1f", 1e6 / gate), -8),
                ]))
        }
        try await replacement(sources, clock)
    }

    /// Times a second of this thread's processor time: a machine that has other things to do at the same time slows it less.
    private func rate(_ body: () -> Void) -> Double {
        for _ in 0..<50 { body() }
        let start = Self.processorTime
        var count = 0
        repeat {
            for _ in 0..<50 { body() }
            count += 50
        } while Self.processorTime - start < seconds
        return Double(count) / (Self.processorTime - start)
    }

    private func rate(rounds: Int, _ body: () throws -> Void) rethrows -> Double {
        let start = Self.processorTime
        for _ in 0..<rounds { try body() }
        return Double(rounds) / (Self.processorTime - start)
    }

    private static var processorTime: Double {
        var time = timespec()
        clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
        return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
    }

    /// From the kill to the next worker that is ready.
    private func replacement(_ sources: MappingSources, _ clock: ContinuousClock) async throws {
        let lazaret = URL(fileURLWithPath: CommandLine.arguments[0]).deletingLastPathComponent().path + "/lazaret"
        guard FileManager.default.isExecutableFile(atPath: lazaret) else {
            print("no worker is replaced: there is no \(lazaret)")
            return
        }
        let (events, continuation) = AsyncStream.makeStream(of: MappingWorkerEvent.self)
        let pool = try MappingWorkerPool(
            sources, settings: MappingWorkerSettings(workers: 1, executable: lazaret),
            observer: { continuation.yield($0) })
        try await pool.start()
        var times: [Duration] = []
        var killed: ContinuousClock.Instant?
        for await event in events {
            guard case .ready(let process, _) = event else { continue }
            if let killed { times.append(killed.duration(to: clock.now)) }
            if times.count == 20 { break }
            // The slot has to notice first that its worker is ready.
            _ = try await pool.map(Array(#"{"a": 1}"#.utf8), name: "a.json")
            killed = clock.now
            kill(process, SIGKILL)
        }
        await pool.shutdown()
        times.sort()
        print(
            "a killed worker's successor is ready after \(Self.milliseconds(times[10])) (median), \(Self.milliseconds(times[19])) at most, of 20"
        )
    }

    private static func milliseconds(_ duration: Duration) -> String {
        String(format: "%.1f ms", duration / .milliseconds(1))
    }
}
