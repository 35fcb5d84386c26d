import DefenderSimulator
import Foundation

/// What one seed came to.
public struct SimulationReport: Sendable {
    public var seed: UInt64
    /// The same for the same seed and program, on every machine.
    public var traceHash: UInt64
    public var violation: String?
    public var effects: Int
    public var deaths: Int
    public var simulated: Duration
    /// Where asked for.
    public var trace: [String]
}

public enum Simulation {
    /// Runs one seed from beginning to end, on a thread of its own.
    public static func run(
        seed: UInt64, keepsTrace: Bool = false, mutant: Mutant? = nil
    ) async throws -> SimulationReport {
        try await onThread { try runHere(seed: seed, keepsTrace: keepsTrace, mutant: mutant) }
    }

    /// The same on the calling thread, which it blocks; not for a thread of the cooperative pool.
    public static func runHere(
        seed: UInt64, keepsTrace: Bool = false, mutant: Mutant? = nil
    ) throws -> SimulationReport {
        let run = try SimulationRun(seed: seed, keepsTrace: keepsTrace, mutant: mutant)
        run.run()
        let world = run.world
        let report = SimulationReport(
            seed: seed, traceHash: world.trace.hash, violation: world.violations.first?.description,
            effects: world.report().quarantines.count, deaths: world.deaths,
            simulated: .milliseconds(world.now), trace: world.trace.lines)
        world.end()
        return report
    }

    /// A simulation blocks its thread while the action log writes, which no thread of the cooperative pool may do.
    public static func onThread<Value: Sendable>(_ body: @escaping @Sendable () throws -> Value) async throws -> Value {
        try await withCheckedThrowingContinuation { done in
            let thread = Thread { done.resume(with: Result { try body() }) }
            thread.stackSize = 8 << 20
            thread.start()
        }
    }
}
