import ActionLog
import ArgumentParser
import DaemonRig
import Foundation
import Glibc
import LazaretCore
import LinuxSystem

/// How long a commit waits while retention removes rows from a long log. The goal: none more than 50 ms for a step of retention.
///
/// Beside it what the disk does by itself at the same time: a commit cannot be quicker than an `fdatasync` of the disk it is on.
struct RetentionBenchmark: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "retention", abstract: "Commits at a steady rate while retention removes half of a long log.")

    @Option(help: "Actions in the log, each with an alert and an attempt.")
    var rows = 1_000_000

    @Option(help: "Events of the chain.")
    var events = 1_000_000

    @Option(help: "Commits a second, each of one alert file.")
    var rate = 100

    @Option(help: "Seconds of each of the three parts.")
    var seconds = 20

    @Option(help: "Where the log goes, on the disk in question. One that is there is used again, and shrinks.")
    var directory: String?

    func run() async throws { try await LongLog.withPath(in: directory, measure) }

    private func measure(_ path: String) async throws {
        let longLog = LongLog(path: path, actions: rows, events: events)
        if !FileManager.default.fileExists(atPath: path) {
            try longLog.checkRoom()
            _ = try longLog.write(until: ContinuousClock.now + .seconds(1_000_000))
        }
        let time = SystemTimeSource()
        let log = try ActionLog.open(path: path, access: .daemon, boot: time.boot)
        let other = try ActionLog.open(path: path, access: .writer)
        print("\(rows) actions; \(rate) commits a second; milliseconds")
        print("                              p50     p99  longest  behind a step  longest step of its rows  removed/s")
        try await measure("no retention", path, log, nil, time)
        try await measure("retention in the daemon", path, log, log, time)
        try await measure("`lazaret prune` beside it", path, log, other, time)
        try other.close()
        try log.close()
    }

    private func measure(
        _ name: String, _ path: String, _ log: ActionLog, _ pruner: ActionLog?, _ time: SystemTimeSource
    ) async throws {
        let cutoff = LongLog.start + .seconds(180 * 86_400)
        let steps = Steps()
        let probe = try DiskProbe(beside: path)
        let pruning = Task {
            try await pruner?.prune(
                before: cutoff, actor: "bench", progress: { steps.add($0) }, at: { time.now() })
        }
        let commits = try await commits(log, time)
        pruning.cancel()
        let removed = try await pruning.value?.actions ?? 0
        let disk = try probe.finish()
        var columns = Self.columns(name, commits.map(\.took).sorted())
        if pruner != nil {
            columns += [
                (String(commits.map { steps.overlap($0) }.max() ?? 0), -15), (String(steps.longest), -14),
                (String(steps.longestOfRows), -12),
                (String(removed / seconds), -11),
            ]
        }
        print(Report.line(columns))
        print(Report.line(Self.columns("  the disk's fdatasync", disk)))
    }

    private static func columns(_ name: String, _ sorted: [Double]) -> [(String, Int)] {
        guard let last = sorted.last else { return [(name, 26)] }
        let values = [sorted[sorted.count / 2], sorted[sorted.count * 99 / 100], last]
        return [(name, 26)] + zip(values, [-8, -8, -9]).map { (Timing.text($0), $1) }
    }

    /// From asking for it until it was durable.
    private struct Commit {
        var asked: Steady
        var done: Steady
        var took: Double
    }

    /// Retention's steps, one after another.
    private final class Steps: @unchecked Sendable {
        private let lock = NSLock()
        private var all: [PruneStep] = []

        func add(_ step: PruneStep) { lock.withLock { all.append(step) } }

        var longest: Int64 { lock.withLock { all.map { ($0.ended - $0.began).milliseconds }.max() ?? 0 } }
        /// Without its commit, which is the disk's time.
        var longestOfRows: Int64 { lock.withLock { all.map { ($0.worked - $0.began).milliseconds }.max() ?? 0 } }

        /// Milliseconds of the commit in which a step had the log.
        func overlap(_ commit: Commit) -> Int64 {
            lock.withLock {
                all.reduce(0) { sum, step in
                    let (start, end) = (max(step.began, commit.asked), min(step.ended, commit.done))
                    return sum + (start < end ? (end - start).milliseconds : 0)
                }
            }
        }
    }

    private func commits(_ log: ActionLog, _ time: SystemTimeSource) async throws -> [Commit] {
        let rules = IntakeRules(
            policy: .bench, tenants: TenantDirectory(entries: [.init(name: "default", tenantID: "t")]))
        var numbers = SeededNumbers(seed: UInt64(time.now().wall.milliseconds))
        var commits: [Commit] = []
        let start = ContinuousClock.now
        for number in 0..<(seconds * rate) {
            try await Task.sleep(until: start + .milliseconds(1000 * number / rate), clock: .continuous)
            let (machine, file, content) = (numbers.hex40(), numbers.hex40(), numbers.hex40())
            guard let machineID = MachineID(machine), let sha1 = SHA1Hash(file) else {
                throw BenchFailure("hex40", EINVAL)
            }
            let order = Order(machineID: machineID, sha1: sha1, comment: "Alert", alertID: machine, severity: .high)
            let alert = MappedAlert(alertID: machine, items: [.order(order)])
            let document = MappedDocument(contentSHA256: content, result: .mapped(mapping: "flat", alerts: [alert]))
            let intake = IntakeFile(
                sourceFile: "bench-\(number).json", subdirectory: nil, mapped: MappedFile(documents: [document]))
            let (asked, before) = (time.now(), ContinuousClock.now)
            _ = try await log.takeIn([intake], rules: rules, at: asked)
            let took = Timing.milliseconds(ContinuousClock.now - before)
            commits.append(Commit(asked: asked.steady, done: time.now().steady, took: took))
        }
        return commits
    }
}
