import FaultSimulation
import Testing

/// The invariants have teeth: whatever is done wrong on purpose, some seed shows it, and soon.
struct MutantTests {
    @Test(arguments: Mutant.allCases)
    func `no mutant survives the first seeds`(mutant: Mutant) async throws {
        var violation: String?
        var seed: UInt64 = 0
        while violation == nil, seed < 150 {
            seed += 1
            violation = try await Simulation.run(seed: seed, mutant: mutant).violation
        }
        #expect(violation != nil, "\(mutant)")
    }
}
