import ActionLog
import ArgumentParser
import Foundation
import GRDB
import LazaretCore

/// The questions of `docs/action-log.md` on a log of many rows: each as people write it for `sqlite3`, and as the verbs ask.
///
/// Goals: every question's p99 at 10 ms or below, counts at 5 ms or below on 13 million rows (a year at full quota); the
/// event chain at 200,000 rows a second or more.
struct ActionLogBenchmark: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "actionlog", abstract: "Operators' questions on a long action log, and the event chain.")

    @Option(help: "Actions in the log, each with an alert and an attempt.")
    var rows = 1_000_000

    @Option(help: "Events of the chain that is verified.")
    var events = 1_000_000

    @Option(help: "How often each question is asked, each time about something else.")
    var rounds = 300

    @Option(help: "Keep the log in this directory, and use it again where it is there.")
    var directory: String?

    @Option(help: "Make the log in goes of so many seconds: the same command with the same --directory goes on.")
    var go: Int?

    func run() async throws { try await LongLog.withPath(in: directory, measure) }

    private func measure(_ path: String) async throws {
        let longLog = LongLog(path: path, actions: rows, events: events)
        try longLog.checkRoom()
        let start = ContinuousClock.now
        let isWhole = try longLog.write(until: start + .seconds(go ?? 1_000_000))
        print("made in \((ContinuousClock.now - start).components.seconds) s" + (isWhole ? "" : ", so far"))
        if !isWhole { return }
        let size = try FileManager.default.attributesOfItem(atPath: path)[.size] as? Int ?? 0
        print("\(rows) actions, \(size / 1_000_000) MB; \(rounds) rounds, each asked twice")
        try ask(path)
        try await verify(path)
    }

    private func verify(_ path: String) async throws {
        let log = try ActionLog.open(path: path, access: .reader)
        let clock = ContinuousClock()
        let start = clock.now
        let verdict = try await log.verify()
        let seconds = Timing.milliseconds(clock.now - start) / 1000
        guard case .intact(let count, _) = verdict else { throw CleanExit.message("the chain is broken: \(verdict)") }
        print("")
        print("verify: \(count) events in \(Timing.text(seconds)) s, \(Int(Double(count) / seconds)) a second")
        let before = clock.now
        let differences = try await log.recount()
        guard differences.isEmpty else { throw CleanExit.message("the counters are wrong: \(differences)") }
        print(
            "kept counters compared with the rows in \(Timing.text(Timing.milliseconds(clock.now - before) / 1000)) s")
    }
}

enum Timing {
    static func milliseconds(_ duration: Duration) -> Double {
        Double(duration.components.seconds) * 1000 + Double(duration.components.attoseconds) / 1e15
    }

    static func text(_ value: Double) -> String { String(format: "%.2f", value) }
}
