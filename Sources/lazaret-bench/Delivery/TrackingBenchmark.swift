import ActionLog
import DaemonRig
import DefenderSimulator
import Foundation
import Glibc
import LazaretCore

/// Very many open actions: how many List calls a round costs.
struct TrackingBenchmark {
    let bench: DeliveryBench
    static let interval = 5
    static let rounds = 4

    func run(open: Int) async throws {
        let simulator = try SimulatorChild(
            lazaret: bench.lazaret, directory: bench.directory, arguments: ["--pending", "1d", "--limit", "1000000/1s"])
        let station = try bench.station(
            simulator.baseURL, tenants: DeliveryBench.oneTenant,
            more: """
                throttle: {windows: [{limit: 1000000, per: 1s}], maximumInFlight: 64}
                tracking: {initialInterval: \(Self.interval)s, maximumInterval: \(Self.interval)s}
                """)
        let (daemon, _) = try bench.start(station)
        var numbers = SeededNumbers(seed: 9)
        let start = ContinuousClock.now
        for file in 0..<(open + 999) / 1000 {
            let lines = (0..<min(1000, open - file * 1000)).map { line in
                DeliveryBench.flat("a-\(file)-\(line)", &numbers)
            }
            try station.drop("file-\(file).jsonl", lines.joined(separator: "\n"))
        }
        let log = try station.openLog()
        try Waiting.until("\(open) submitted", within: .seconds(600), log: { daemon.lastWords }) {
            usleep(200_000)
            return try log.summary().actions.contains { $0.state == .submitted && $0.count == open }
        }
        let took = ContinuousClock.now - start
        // Until the rounds are in step.
        try await Task.sleep(for: .seconds(2 * Self.interval))
        let before = try await simulator.report().count(.list)
        try await Task.sleep(for: .seconds(Self.interval * Self.rounds))
        let report = try await simulator.report()
        let calls = report.count(.list) - before
        let closest = report.closest(.list, last: calls)?.milliseconds ?? 0
        let memory = DeliveryBench.memory(of: daemon.pid)
        daemon.signal(SIGTERM)
        daemon.wait()
        simulator.stop()
        print("tracking: \(open) open actions, submitted at \(Int(Double(open) / (took / .seconds(1)))) a second")
        print(
            "         \(calls) List calls in \(Self.rounds) intervals of \(Self.interval) s, no two within \(closest) ms"
        )
        print(
            "         (goal: one a round; rounds are half an interval apart or more), memory \(Spread.round(memory)) MB"
        )
    }
}
