import AlertMapping
import Foundation
import Glibc

/// How soon a killed worker has a successor: from the kill to the answer to the next file, which the pool is given at once. In
/// a pool of one worker, so that no other can have the file.
struct WorkerReplacement {
    private let sources: MappingSources
    private let executable: String

    /// Nil where there is no `lazaret` beside this program.
    init?(_ sources: MappingSources) {
        guard let lazaret = WorkerCost.lazaret else { return nil }
        executable = lazaret
        self.sources = sources
    }

    /// One after the other each sample by itself: which of the mappings are to be compiled first matters then.
    func report(_ samples: [(name: String, text: String)], kills: Int) async throws {
        print(Report.line([("a worker is killed; the next file is mapped after", 50), ("median", -10), ("p99", -10)]))
        for (index, sample) in samples.enumerated() {
            let file = Array(sample.text.utf8)
            if index == 0 {
                line("half a second after the one before it", try await times(kills, file, rest: .milliseconds(500)))
            }
            line("one after the other, \(sample.name)", try await times(kills, file, rest: .zero))
        }
    }

    private func line(_ name: String, _ times: [Duration]) {
        print(Report.line([(name, 50), (Self.text(times, 50), -10), (Self.text(times, 99), -10)]))
    }

    /// Sorted. `rest` is the time between a worker's first file and its end: in half a second the next spare one is ready.
    private func times(_ kills: Int, _ file: [UInt8], rest: Duration) async throws -> [Duration] {
        let (events, continuation) = AsyncStream.makeStream(of: MappingWorkerEvent.self)
        let pool = try MappingWorkerPool(
            sources, settings: MappingWorkerSettings(workers: 1, timeout: .seconds(60), executable: executable),
            observer: { continuation.yield($0) })
        try await pool.start()
        var times: [Duration] = []
        for await event in events {
            guard case .ready(let process, _) = event else { continue }
            _ = try await pool.map(file, name: "a.json")
            if times.count == kills { break }
            try await Task.sleep(for: rest)
            let killed = ContinuousClock.now
            kill(process, SIGKILL)
            _ = try await pool.map(file, name: "a.json")
            times.append(killed.duration(to: .now))
        }
        await pool.shutdown()
        return times.sorted()
    }

    private static func text(_ times: [Duration], _ percentile: Int) -> String {
        let place = min(times.count - 1, times.count * percentile / 100)
        return String(format: "%.1f ms", times[place] / .milliseconds(1))
    }
}
