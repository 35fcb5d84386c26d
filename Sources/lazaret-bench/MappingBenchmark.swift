import AlertMapping
import ArgumentParser
import Foundation
import LazaretCore

/// Alerts of 3 KB a second through gate and the whole order of mappings, on one thread, by shape; and how soon a dead worker
/// has a successor.
struct MappingBenchmark: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "mapping",
        abstract: "Gate and mappings: files a second by shape; time to compile; time to replace a worker.")

    @Option(help: "Seconds for each shape.")
    var seconds = 2.0

    @Option(help: "Only this shape.")
    var shape: String?

    @Option(help: "Workers killed, for each of the two ways.")
    var kills = 50

    @Option(help: "The directory of the mappings.")
    var mappings = "config/mappings"

    private static let order = ["defender-alert", "graph-alert", "defender-incident", "streaming", "sentinel", "flat"]

    func run() async throws {
        let sources = try MappingSources.load(directory: mappings, extraDirectory: nil, order: Self.order)
        let compile = 1000 / (try rate(rounds: 10) { _ = try FileMapper(sources) })
        print("compiling the six: \(String(format: "%.0f", compile)) ms of the processor, mean of 10")
        let mapper = try FileMapper(sources)
        print(
            Report.line([("shape", 18), ("taken by", 18), ("file B", -8), ("files/s", -9), ("us", -8), ("gate us", -8)])
        )
        for sample in samples {
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
        try await WorkerCost(sources)?.report(samples, seconds: seconds)
        if kills > 0 { try await WorkerReplacement(sources)?.report(samples, kills: kills) }
    }

    private var samples: [(name: String, text: String)] {
        SampleDocuments.all.filter { shape == nil || $0.name == shape }
    }

    /// Times a second of this thread's processor time: a machine that has other things to do at the same time slows it less.
    private func rate(_ body: () -> Void) -> Double {
        for _ in 0..<50 { body() }
        let start = ThreadTime.seconds
        var count = 0
        repeat {
            for _ in 0..<50 { body() }
            count += 50
        } while ThreadTime.seconds - start < seconds
        return Double(count) / (ThreadTime.seconds - start)
    }

    private func rate(rounds: Int, _ body: () throws -> Void) rethrows -> Double {
        let start = ThreadTime.seconds
        for _ in 0..<rounds { try body() }
        return Double(rounds) / (ThreadTime.seconds - start)
    }
}
