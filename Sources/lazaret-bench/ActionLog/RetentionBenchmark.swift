import ActionLog
import ArgumentParser
import DaemonRig
import Foundation
import Glibc
import LazaretCore
import LinuxSystem

/// How long a commit waits while retention removes rows from a long log. The goal: none longer than 50 ms.
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
        print("\(rows) actions; \(rate) commits a second      commits    p50 ms    p99 ms   longest  removed/s")
        try await measure("no retention", log, nil, time)
        try await measure("retention in the daemon", log, log, time)
        try await measure("`lazaret prune` beside it", log, other, time)
        try other.close()
        try log.close()
    }

    private func measure(_ name: String, _ log: ActionLog, _ pruner: ActionLog?, _ time: SystemTimeSource) async throws
    {
        let cutoff = LongLog.start + .seconds(180 * 86_400)
        let pruning = Task {
            try await pruner?.prune(before: cutoff, actor: "bench", at: { time.now() })
        }
        var times = try await commits(log, time)
        pruning.cancel()
        let removed = try await pruning.value?.actions ?? 0
        times.sort()
        print(
            Report.line([
                (name, 36), (String(times.count), -9), (Timing.text(times[times.count / 2]), -9),
                (Timing.text(times[times.count * 99 / 100]), -9), (Timing.text(times.last ?? 0), -9),
                (pruner == nil ? "" : String(removed / seconds), -10),
            ]))
    }

    /// Milliseconds from asking for each commit until it is durable.
    private func commits(_ log: ActionLog, _ time: SystemTimeSource) async throws -> [Double] {
        let rules = IntakeRules(
            policy: .bench, tenants: TenantDirectory(entries: [.init(name: "default", tenantID: "t")]))
        var numbers = SeededNumbers(seed: UInt64(time.now().wall.milliseconds))
        var times: [Double] = []
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
            let before = ContinuousClock.now
            _ = try await log.takeIn([intake], rules: rules, at: time.now())
            times.append(Timing.milliseconds(ContinuousClock.now - before))
        }
        return times
    }
}
