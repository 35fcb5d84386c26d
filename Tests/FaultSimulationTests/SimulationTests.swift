import FaultSimulation
import Foundation
import Testing

/// The deterministic simulation: the invariants hold for many seeds, and a seed is the same every time.
struct SimulationTests {
    /// `make simulate-faults` runs ten thousand.
    @Test(arguments: 0..<10)
    func `no seed breaks an invariant`(block: UInt64) async throws {
        let seeds = UInt64(ProcessInfo.processInfo.environment["LAZARET_SEEDS"] ?? "") ?? 100
        for seed in stride(from: block + 1, through: seeds, by: 10) {
            let report = try await Simulation.run(seed: seed)
            #expect(report.violation == nil, "fault-simulation --trace \(seed)")
        }
    }

    @Test(arguments: [3, 14, 42, 111] as [UInt64])
    func `a seed replays exactly`(seed: UInt64) async throws {
        let first = try await Simulation.run(seed: seed, keepsTrace: true)
        let second = try await Simulation.run(seed: seed, keepsTrace: true)
        #expect(first.trace == second.trace)
        #expect(first.traceHash == second.traceHash)
        #expect(first.trace.count > 100)
    }

    @Test func `seeds differ`() async throws {
        var hashes: Set<UInt64> = []
        for seed in 1...5 as ClosedRange<UInt64> { hashes.insert(try await Simulation.run(seed: seed).traceHash) }
        #expect(hashes.count == 5)
    }
}
