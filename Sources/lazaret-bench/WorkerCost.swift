import AlertMapping
import Foundation
import Glibc
import LazaretCore

/// What a file costs whole: processor time of the worker's process (gate, mapping, answer, socket) and of this one, which does
/// for the pool what the daemon does, a file. Files in calls of 64, as intake has them.
struct WorkerCost {
    private let sources: MappingSources
    private let executable: String

    /// The program that is a worker; nil where there is none beside this one.
    static let lazaret: String? = {
        let path = URL(fileURLWithPath: CommandLine.arguments[0]).deletingLastPathComponent().path + "/lazaret"
        if FileManager.default.isExecutableFile(atPath: path) { return path }
        print("no worker is measured: there is no \(path)")
        return nil
    }()

    init?(_ sources: MappingSources) {
        guard let lazaret = Self.lazaret else { return nil }
        executable = lazaret
        self.sources = sources
    }

    func report(_ samples: [(name: String, text: String)], seconds: Double) async throws {
        let (events, continuation) = AsyncStream.makeStream(of: MappingWorkerEvent.self)
        let pool = try MappingWorkerPool(
            sources, settings: MappingWorkerSettings(workers: 1, timeout: .seconds(60), executable: executable),
            observer: { continuation.yield($0) })
        try await pool.start()
        guard case .ready(let process, _)? = await events.first(where: { _ in true }) else { return }
        print(Report.line([("processor time a file", 18), ("worker us", -10), ("kernel's us", -12), ("pool us", -10)]))
        for sample in samples {
            let file = Array(sample.text.utf8)
            let files = (0..<64).map { (bytes: file, name: "\($0).json") }
            for _ in 0..<10 { _ = try await pool.map(files) }
            let worker = Self.used(process)
            let own = Self.used(getpid())
            var count = 0.0
            let end = ContinuousClock.now + .seconds(seconds)
            while ContinuousClock.now < end {
                _ = try await pool.map(files)
                count += 64
            }
            let (all, kernel) = (Self.used(process).all - worker.all, Self.used(process).kernel - worker.kernel)
            let pool = Self.used(getpid()).all - own.all
            print(
                Report.line([
                    (sample.name, 18), (Self.text(all / count), -10), (Self.text(kernel / count), -12),
                    (Self.text(pool / count), -10),
                ]))
        }
        await pool.shutdown()
    }

    private static func text(_ seconds: Double) -> String { String(format: "%.1f", seconds * 1e6) }

    /// Seconds of a process: all, and in the kernel by its coarser count. This one's spare worker is not among them.
    private static func used(_ process: Int32) -> (all: Double, kernel: Double) {
        var clock = clockid_t()
        var time = timespec()
        guard clock_getcpuclockid(process, &clock) == 0, clock_gettime(clock, &time) == 0 else { return (0, 0) }
        let text = (try? String(contentsOfFile: "/proc/\(process)/stat", encoding: .utf8)) ?? ""
        let fields = text.split(separator: ")").last?.split(separator: " ") ?? []
        let ticks = fields.count > 12 ? Double(fields[12]) ?? 0 : 0
        return (Double(time.tv_sec) + Double(time.tv_nsec) / 1e9, ticks / Double(sysconf(Int32(_SC_CLK_TCK))))
    }
}
