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

    @Flag(help: "Prints a line for each seed, in the order in which they end.")
    var lines = false

    @Option(help: "Prints every step of this one seed.")
    var trace: UInt64?

    @Option(help: "Instead of seeds, works off so many orders at the documented quota, and tells how long that takes.")
    var backlog: Int?

    @Option(help: "With --backlog: tenants, each with so many orders and a quota of its own.")
    var tenants = 1

    @Option(
        help: "Instead of seeds, has so many actions open at once, and tells how many List calls following them takes.")
    var open: Int?

    @Option(
        help:
            "Does something wrong on purpose, which some seed must find: \(Mutant.allCases.map(\.rawValue).joined(separator: ", ")).",
        transform: { name in
            guard let mutant = Mutant(rawValue: name) else { throw ValidationError("there is no mutant \(name)") }
            return mutant
        })
    var mutant: Mutant?

    func run() throws {
        if let trace {
            let report = try Simulation.runHere(seed: trace, keepsTrace: true, mutant: mutant)
            for line in report.trace { print(line) }
            print(report.line)
            if report.violation != nil { throw ExitCode.failure }
            return
        }
        if let backlog { return try workOff(Backlog(tenants: tenants, orders: backlog)) }
        if let open { return try follow(OpenActions(orders: open)) }
        let began = ContinuousClock.now
        let results = Results(next: first, end: first + seeds)
        let workers = (0..<max(1, jobs)).map { [lines, mutant] _ in
            let worker = Thread {
                while let seed = results.take() {
                    do {
                        let report = try Simulation.runHere(seed: seed, mutant: mutant)
                        if lines { print(report.line) }
                        results.add(report)
                    } catch {
                        results.add(seed, "\(error)")
                    }
                }
                results.leave()
            }
            worker.stackSize = 8 << 20
            worker.start()
            return worker
        }
        while !results.waitForAll(workers.count, atMost: 30) {
            print("\(results.count) of \(seeds) seeds in \(Int((ContinuousClock.now - began).seconds)) s")
            // At once, into a pipe too.
            fflush(nil)
        }
        let seconds = (ContinuousClock.now - began).seconds
        for failure in results.failures { print(failure) }
        let days = results.simulated.seconds / 86_400
        print(
            "\(results.count) seeds, \(results.failures.count) failed, \(results.effects) effects, "
                + "\(results.deaths) deaths, \(Self.rounded(days)) simulated days in \(Int(seconds)) s, "
                + "\(Self.rounded(Self.processorSeconds / max(days, 0.01))) s of processor a simulated day")
        if !results.failures.isEmpty { throw ExitCode.failure }
    }

    private func workOff(_ backlog: Backlog) throws {
        let took = try backlog.workOff()
        let share = took.seconds / max(backlog.optimum.seconds, 1) * 100
        print(
            "\(backlog.orders) orders of each of \(backlog.tenants) tenants: \(Self.rounded(took.seconds / 60)) min, "
                + "\(Self.rounded(share)) % of the optimum, in \(Self.rounded(Self.processorSeconds)) s of processor")
    }

    private func follow(_ actions: OpenActions) throws {
        let cost = try actions.follow()
        print(
            "\(actions.orders) open, \(Self.rounded(actions.pending.seconds / 60)) min each: \(cost.calls) List calls, "
                + "no two within \(Self.rounded(cost.closest.seconds)) s, in \(Self.rounded(Self.processorSeconds)) s of processor"
        )
    }

    /// What this process has used so far, all threads.
    private static var processorSeconds: Double { Double(clock()) / Double(CLOCKS_PER_SEC) }

    private static func rounded(_ value: Double) -> String { "\((value * 100).rounded() / 100)" }
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
