import AlertMapping
import Foundation
import GateFuzzing
import Testing

/// `LAZARET_FUZZ_INPUTS` sets how many inputs, `LAZARET_FUZZ_SEED` which ones.
@Suite struct GateFuzzTests {
    private static func setting(_ name: String, _ otherwise: UInt64) -> UInt64 {
        ProcessInfo.processInfo.environment[name].flatMap(UInt64.init) ?? otherwise
    }

    @Test func `The gate agrees with a plain second reader, and every refusal has its place`() {
        let seed = Self.setting("LAZARET_FUZZ_SEED", 20_260_131)
        var mutator = JSONMutator(seed: seed)
        for number in 0..<Self.setting("LAZARET_FUZZ_INPUTS", 8_000) {
            let bytes = mutator.next()
            let broken =
                GateProperties.broken(by: bytes) ?? GateProperties.broken(byFile: bytes, name: "a.json")
                ?? GateProperties.broken(byFile: bytes, name: "a.jsonl")
            if let broken {
                Issue.record("\(broken): seed \(seed), input \(number), \(Data(bytes).base64EncodedString())")
                return
            }
        }
    }

    @Test func `Foundation reads whatever the gate lets through`() {
        var mutator = JSONMutator(seed: Self.setting("LAZARET_FUZZ_SEED", 1))
        for number in 0..<Self.setting("LAZARET_FUZZ_INPUTS", 4_000) {
            let bytes = mutator.next()
            // Foundation refuses a number that its Double cannot hold, which RFC 8259 allows it to.
            let hasLargeExponent = bytes.indices.dropLast(3).contains { index in
                bytes[index] | 0x20 == 0x65 && bytes[(index + 1)...].prefix(4).count { (0x30...0x39).contains($0) } > 2
            }
            guard !hasLargeExponent, let checked = try? JSONGate().check(bytes[...]) else { continue }
            let json = checked.repaired(bytes[...])
            if !GateProperties.isReadByFoundation(json) {
                Issue.record("input \(number): \(Data(json).base64EncodedString())")
                return
            }
        }
    }

    /// What a run of ten million found.
    @Test(arguments: [#"IiLwnYSe5pel5pysw+Cfv4Se5pel5pysw6ki"#])
    func `Inputs that once differed do so no more`(input: String) throws {
        let bytes = [UInt8](try #require(Data(base64Encoded: input)))
        #expect(GateProperties.broken(by: bytes) == nil)
        #expect(GateProperties.broken(byFile: bytes, name: "a.json") == nil)
        #expect(GateProperties.broken(byFile: bytes, name: "a.jsonl") == nil)
    }
}
