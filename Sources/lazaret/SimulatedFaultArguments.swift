import ArgumentParser
import DefenderSimulator

/// The options of `lazaret simulate` about what goes wrong.
struct SimulatedFaultArguments: ParsableArguments {
    @Option(help: "How often a POST is dropped before anything is done (0 to 1).")
    var dropBefore = 0.0

    @Option(help: "How often the answer of a POST is dropped after the action was made (0 to 1).")
    var dropAfter = 0.0

    @Option(help: "How often a POST is answered 500 after the action was made (0 to 1).")
    var errorAfter = 0.0

    @Option(help: ArgumentHelp("A JSON array of fault rules, as POST /_simulator/faults takes it.", valueName: "file"))
    var faults: String?

    func validate() throws {
        for (name, value) in [
            ("drop-before", dropBefore), ("drop-after", dropAfter), ("error-after", errorAfter),
        ] where !(0...1).contains(value) {
            throw ValidationError("--\(name) is from 0 to 1")
        }
    }

    /// Those of the file first: they are the more particular ones.
    func rules() throws -> [FaultRule] {
        let scripted = try faults.map { try decoded([FaultRule].self, from: $0, option: "--faults") } ?? []
        let chances: [(Fault, Double)] = [
            (.dropBefore, dropBefore), (.dropAfter, dropAfter),
            (.errorAfter(status: 500, code: nil, message: nil), errorAfter),
        ]
        return scripted
            + chances.filter { $0.1 > 0 }.map { FaultRule($0.0, operation: .submit, probability: $0.1) }
    }
}
