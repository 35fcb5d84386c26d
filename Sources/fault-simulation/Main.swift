import ArgumentParser
import FaultSimulation
import Foundation

/// `make simulate-faults`: many seeds of the deterministic simulation, and one seed again with its trace.
@main
struct Main: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "fault-simulation",
        abstract: "Simulates delivery under faults, one seed after the other. Exits 1 at the first seeds that fail.")

    @Option(help: "How many seeds.")
    var seeds: UInt64 = 10_000

    @Option(help: "The first seed.")
    var first: UInt64 = 1

    @Option(help: "Threads.")
    var jobs = ProcessInfo.processInfo.activeProcessorCount

    @Option(help: "Prints every step of this one seed.")
    var trace: UInt64?

    func run() throws {
        if let trace {
            let report = try Simulation.runHere(seed: trace, keepsTrace: true)
            for line in report.trace { print(line) }
            print(report.line)
            if report.violation != nil { throw ExitCode.failure }
            return
        }
        let began = ContinuousClock.now
        let results = Results(next: first, end: first + seeds)
        let workers = (0..<max(1, jobs)).map { _ in
            let worker = Thread {
                while let seed = results.take() {
                    do { results.add(try Simulation.runHere(seed: seed)) } catch { results.add(seed, "\(error)") }
                }
                results.leave()
            }
            worker.stackSize = 8 << 20
            worker.start()
            return worker
        }
        results.waitForAll(workers.count)
        let seconds = (ContinuousClock.now - began).seconds
        for failure in results.failures { print(failure) }
        print(
            "\(results.count) seeds, \(results.failures.count) failed, \(results.effects) effects, "
                + "\(results.deaths) deaths, \(Int(results.simulated.seconds / 86_400)) simulated days in "
                + "\(Int(seconds)) s")
        if !results.failures.isEmpty { throw ExitCode.failure }
    }
}

extension SimulationReport {
    var line: String {
        "seed \(seed): \(violation ?? "ok"), trace \(String(traceHash, radix: 16)), \(effects) effects, \(deaths) deaths, "
            + "\(Int(simulated.seconds)) s simulated"
    }
}

extension Duration {
    var seconds: Double { Double(components.seconds) + Double(components.attoseconds) / 1e18 }
}
