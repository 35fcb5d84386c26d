import FaultSimulation
import Testing

/// The invariants have teeth: whatever is done wrong on purpose, some seed shows it, and soon.
struct MutantTests {
    @Test(arguments: Mutant.allCases)
    func `no mutant survives the first seeds`(mutant: Mutant) async throws {
        // What seldom comes up, once in a hundred seeds or so: a told pause that is long enough to be broken, a lane that is nearly
        // full when the process dies, a death within the very transaction that takes a file in. These begin near it.
        var seed: UInt64 =
            switch mutant {
            case .ignoresRetryAfter: 115
            case .forgetsSlots: 60
            case .dropsAlert: 100
            default: 0
            }
        let last = seed + 60
        var violation: String?
        while violation == nil, seed < last {
            seed += 1
            violation = try await Simulation.run(seed: seed, mutant: mutant).violation
        }
        #expect(violation != nil, "\(mutant)")
    }
}
