import CJQ

/// The mappings, in parts that are compiled when they are first needed, or in advance.
struct MappingSet {
    enum Outcome {
        case noMapping
        case mapped(mapping: Int, items: [MappingOutput])
        case failed(mapping: Int, message: String)
    }

    /// More outputs than this from one document are refused as a whole.
    static let maximumOutputs = 100_000

    private let parts: [MappingPart]
    private let byKey: ProgramsByKey

    /// Compiles nothing yet.
    init(uncompiled sources: [String]) {
        parts = MappingPart.parts(of: sources)
        byKey = ProgramsByKey(sources)
    }

    /// Compiles once, for some 160 ms with the shipped six. Throws only where ``problems(in:)`` would find something.
    init(_ sources: [String]) throws(JQCompileFailure) {
        self.init(uncompiled: sources)
        try compile()
    }

    /// Compiles all that is not compiled yet.
    func compile() throws(JQCompileFailure) {
        for part in parts { try part.program() }
    }

    /// Compiles one part more, for some 50 ms. False where none is left. The largest first: a file that comes before all are
    /// compiled then waits for the shorter ones. What does not compile is told by each document that needs it.
    func compileNext() -> Bool {
        guard let part = parts.filter({ !$0.isSettled }).max(by: { $0.size < $1.size }) else { return false }
        _ = try? part.program()
        return true
    }

    var isCompiled: Bool { parts.allSatisfy(\.isSettled) }

    /// Everything that is wrong with each of the programs, in their order. Compiles each on its own, for about 20 ms each.
    static func problems(in sources: [MappingSources.Program]) -> [JQCompileError] {
        sources.flatMap { source -> [JQCompileError] in
            do throws(JQCompileFailure) {
                _ = try JQProgram(source.text, name: source.name)
            } catch {
                return error.problems
            }
            do throws(JQCompileFailure) {
                _ = try JQProgram(MappingPart.join([source.text]), name: source.name)
            } catch {
                let message = "a mapping must be one jq expression (definitions before it, no module directive)"
                return [JQCompileError(program: source.name, line: error.problems.first?.line, message: message)]
            }
            return []
        }
    }

    /// Gives the document to the first mapping that outputs anything. An error, wherever in the run, leaves nothing of it.
    func map(_ document: consuming JQValue) -> Outcome {
        let asked = byKey.programs(for: document)
        for part in parts {
            let flags = part.flags(asked)
            guard flags != 0 else { continue }
            let outcome = part.map(document.copy(), flags: flags)
            if case .noMapping = outcome { continue }
            return outcome
        }
        return .noMapping
    }
}
