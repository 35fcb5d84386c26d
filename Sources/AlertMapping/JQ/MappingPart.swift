import CJQ

/// Mappings that stand beside each other in the order, in one program that is compiled when it is first needed.
///
/// libjq 1.6 reads its built-ins anew for each program that it compiles, for 15 ms, and looks through the whole program for each
/// of them: the shipped six take 105 ms in one program, of which a file that waits for a dead worker's successor needs a part.
///
/// Each mapping becomes a definition; the program runs in turn those that its input flags, wraps each output in an array, and
/// puts the mapping's number behind its last output. So one run asks as many mappings as are needed and no more.
final class MappingPart {
    private enum State {
        case source(String)
        case compiled(JQProgram)
        case unfit(JQCompileFailure)
    }

    /// Which of all mappings these are.
    let mappings: Range<Int>
    /// Bytes of its text, which is what compiling takes its time by.
    let size: Int
    private var state: State

    init(_ sources: ArraySlice<String>) {
        let text = Self.join(Array(sources))
        mappings = sources.indices
        size = text.utf8.count
        state = .source(text)
    }

    /// The parts of an order: as many neighbours in each as compile in some 50 ms.
    static func parts(of sources: [String]) -> [MappingPart] {
        let sizes = SharedPrelude(sources).bodies.map(\.text.utf8.count)
        var parts: [MappingPart] = []
        var start = 0
        for end in sources.indices where end + 1 == sources.count || sizes[start...(end + 1)].reduce(0, +) > maximumSize
        {
            parts.append(MappingPart(sources[start...end]))
            start = end + 1
        }
        return parts
    }

    /// Bytes of programs in one part, where they have a choice.
    private static let maximumSize = 20_000

    /// Whether it was compiled, or cannot be.
    var isSettled: Bool { if case .source = state { false } else { true } }

    /// Compiles where that was not done yet.
    @discardableResult
    func program() throws(JQCompileFailure) -> JQProgram {
        switch state {
        case .compiled(let program): return program
        case .unfit(let failure): throw failure
        case .source(let text):
            do throws(JQCompileFailure) {
                let program = try JQProgram(text, name: "mappings")
                state = .compiled(program)
                return program
            } catch {
                state = .unfit(error)
                throw error
            }
        }
    }

    /// Those of `asked`, a bit a mapping of all, that are here: the lowest bit is the first of these.
    func flags(_ asked: UInt64) -> UInt64 {
        asked >> UInt64(mappings.lowerBound) & (UInt64.max >> UInt64(UInt64.bitWidth - mappings.count))
    }

    /// Gives the document to the first of the flagged mappings that outputs anything. An error, wherever in the run, leaves
    /// nothing of it.
    func map(_ document: consuming JQValue, flags: UInt64) -> MappingSet.Outcome {
        let program: JQProgram
        do throws(JQCompileFailure) {
            program = try self.program()
        } catch {
            let message = error.problems.first?.message ?? "it does not compile"
            return .failed(mapping: mappings.lowerBound, message: message)
        }
        program.start(on: JQValue.pair(flags: flags, count: mappings.count, document))
        defer { program.discardRun() }
        for index in 0..<mappings.count where flags >> UInt64(index) & 1 == 1 {
            let mapping = mappings.lowerBound + index
            do throws(JQRunError) {
                let items = try outputs(of: index, program)
                if !items.isEmpty { return .mapped(mapping: mapping, items: items) }
            } catch {
                return .failed(mapping: mapping, message: error.message)
            }
        }
        return .noMapping
    }

    private func outputs(of index: Int, _ program: JQProgram) throws(JQRunError) -> [MappingOutput] {
        var items: [MappingOutput] = []
        while let value = try program.next() {
            guard let output = value.first() else {
                guard value.integer == index else { throw JQRunError(message: "the mappings ran out of order") }
                return items
            }
            guard items.count < MappingSet.maximumOutputs else {
                throw JQRunError(message: "more than \(MappingSet.maximumOutputs) outputs")
            }
            items.append(MappingOutput(output))
        }
        throw JQRunError(message: "the program ended early")
    }

    /// Mappings of the user come before the definitions that the shipped ones share, and cannot see them.
    static func join(_ sources: [String]) -> String {
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
