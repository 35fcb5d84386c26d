import CJQ

/// The compiled mappings: all of them in one program, because libjq 1.6 reads its 20 ms of built-ins anew for each program
/// that it compiles, and a dead worker's replacement must be ready in less than 100 ms.
///
/// Each mapping becomes a definition; the program runs in turn those that its input flags, wraps each output in an array, and
/// puts the mapping's number behind its last output. So one run asks as many mappings as are needed and no more.
struct MappingSet {
    enum Outcome {
        case noMapping
        case mapped(mapping: Int, items: [MappingOutput])
        case failed(mapping: Int, message: String)
    }

    /// More outputs than this from one document are refused as a whole.
    static let maximumOutputs = 100_000

    private let program: JQProgram
    private let byKey: ProgramsByKey
    private let count: Int

    /// Compiles once, for about 25 ms. Throws only where ``problems(in:)`` would find something.
    init(_ sources: [String]) throws(JQCompileFailure) {
        program = try JQProgram(Self.join(sources), name: "mappings")
        byKey = ProgramsByKey(sources)
        count = sources.count
    }

    /// Everything that is wrong with each of the programs, in their order. Compiles each on its own, for about 20 ms each.
    static func problems(in sources: [MappingSources.Program]) -> [JQCompileError] {
        sources.flatMap { source -> [JQCompileError] in
            do throws(JQCompileFailure) {
                _ = try JQProgram(source.text, name: source.name)
            } catch {
                return error.problems
            }
            do throws(JQCompileFailure) {
                _ = try JQProgram(join([source.text]), name: source.name)
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
        guard asked != 0 else { return .noMapping }
        program.start(on: JQValue.pair(flags: asked, count: count, document))
        defer { program.discardRun() }
        for mapping in 0..<count where asked >> UInt64(mapping) & 1 == 1 {
            do throws(JQRunError) {
                let items = try outputs(of: mapping)
                if !items.isEmpty { return .mapped(mapping: mapping, items: items) }
            } catch {
                return .failed(mapping: mapping, message: error.message)
            }
        }
        return .noMapping
    }

    private func outputs(of mapping: Int) throws(JQRunError) -> [MappingOutput] {
        var items: [MappingOutput] = []
        while let value = try program.next() {
            guard let output = value.first() else {
                guard value.integer == mapping else { throw JQRunError(message: "the mappings ran out of order") }
                return items
            }
            guard items.count < Self.maximumOutputs else {
                throw JQRunError(message: "more than \(Self.maximumOutputs) outputs")
            }
            items.append(MappingOutput(output))
        }
        throw JQRunError(message: "the program ended early")
    }

    /// Mappings of the user come before the definitions that the shipped ones share, and cannot see them.
    private static func join(_ sources: [String]) -> String {
        let prelude = SharedPrelude(sources)
        func definitions(_ usesPrelude: Bool) -> String {
            prelude.bodies.enumerated().filter { $0.element.usesPrelude == usesPrelude }.map { index, body in
                "def lz\(index): (\(body.text)\n);\n"
            }.joined()
        }
        let calls = sources.indices.map { "if $asked[\($0)] then (lz\($0)|[.]), \($0) else empty end" }
        return definitions(false) + prelude.text + "\n" + definitions(true)
            + ".[0] as $asked | .[1] | " + calls.joined(separator: ", ")
    }
}
