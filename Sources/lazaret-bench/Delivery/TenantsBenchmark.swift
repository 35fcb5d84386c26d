import ActionLog
import ArgumentParser
import DaemonRig
import DefenderSimulator
import Foundation
import Glibc
import LazaretCore

/// Many tenants in one daemon: does each get its own full quota, and no more?
struct TenantsBenchmark {
    let bench: DeliveryBench
    static let limit = 3
    static let window = 15
    static let alerts = 5

    func run(tenants: Int) async throws {
        let simulator = try SimulatorChild(
            lazaret: bench.lazaret, directory: bench.directory,
            arguments: ["--limit", "\(Self.limit)/\(Self.window)s", "--pending", "1d"])
        let names = (0..<tenants).map { number in
            let digits = String(number)
            let id = "00000000-0000-4000-8000-" + String(repeating: "0", count: 12 - digits.count) + digits
            return (name: "tenant-\(number)", id: id)
        }
        let station = try bench.station(
            simulator.baseURL, tenants: names,
            more: """
                throttle: {windows: [{limit: \(Self.limit), per: \(Self.window)s}]}
                tracking: {initialInterval: 1h, maximumInterval: 1h}
                """)
        var numbers = SeededNumbers(seed: 11)
        for tenant in names {
            guard mkdir(station.inbox + "/" + tenant.name, 0o770) == 0 else { throw BenchFailure("mkdir", errno) }
            let lines = (0..<Self.alerts).map { DeliveryBench.flat("\(tenant.name)-\($0)", &numbers) }
            try station.drop("file-\(tenant.name).jsonl", lines.joined(separator: "\n"), into: tenant.name + "/")
        }
        let start = ContinuousClock.now
        let (daemon, ready) = try bench.start(station)
        let log = try station.openLog()
        let first = try submitted(tenants * Self.limit, log, daemon, since: start)
        let all = try submitted(tenants * Self.alerts, log, daemon, since: start)
        let report = try await simulator.report()
        let memory = DeliveryBench.memory(of: daemon.pid)
        daemon.signal(SIGTERM)
        daemon.wait()
        simulator.stop()
        print("tenants: \(tenants), each \(Self.alerts) alerts and \(Self.limit) calls in \(Self.window) s")
        print(
            "         ready after \(Int(ready / .milliseconds(1))) ms; \(tenants * Self.limit) submitted after \(first) ms, \(tenants * Self.alerts) after \(all) ms; \(report.overLimit.count) windows over quota; memory \(Spread.round(memory)) MB"
        )
        guard report.overLimit.isEmpty, report.repeated.isEmpty else {
            throw ValidationError("over quota or done twice: \(report.overLimit.prefix(3))")
        }
    }

    private func submitted(
        _ count: Int, _ log: ActionLog, _ daemon: Child, since start: ContinuousClock.Instant
    ) throws -> Int {
        try Waiting.until("\(count) submitted", within: .seconds(300), log: { daemon.lastWords }) {
            usleep(20_000)
            return try log.summary().actions.first { $0.state == .submitted }?.count ?? 0 >= count
        }
        return Int((ContinuousClock.now - start) / .milliseconds(1))
    }
}
