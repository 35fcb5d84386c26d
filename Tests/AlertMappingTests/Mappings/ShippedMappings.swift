import Foundation
import LazaretCore
import Testing

@testable import AlertMapping

/// The programs of `config/mappings`, as tests run them: through libjq here, and through the stock `jq` where it is installed.
enum ShippedMappings {
    static let order = ["defender-alert", "graph-alert", "defender-incident", "streaming", "sentinel", "flat"]

    static let checkout = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../../..")
        .standardizedFileURL
    static let directory = checkout.appending(path: "config/mappings")

    static func file(_ name: String) -> URL { directory.appending(path: name + ".jq") }
    static func text(_ name: String) throws -> String { try String(contentsOf: file(name), encoding: .utf8) }

    /// What the six make of a document: the name of the one that took it (nil for none), and its outputs.
    static func outcome(of document: String) throws -> (String?, [Outcome]) {
        switch try compiled.map(document) {
        case .noMapping: return (nil, [])
        case .failed(let mapping, let message): return (order[mapping], [.failed(message)])
        case .mapped(let mapping, let items): return (order[mapping], items.map { Outcome($0.item) })
        }
    }

    /// The orders among them.
    static func orders(of document: String) throws -> [Order] {
        guard case .mapped(_, let items) = try compiled.map(document) else { return [] }
        return items.compactMap { if case .order(let order) = $0.item { order } else { nil } }
    }

    private static let compiled = Compiled()

    /// The six, compiled once for all tests.
    private final class Compiled: @unchecked Sendable {
        private var set: MappingSet?

        func map(_ document: String) throws -> MappingSet.Outcome {
            try LibJQ.alone {
                let ready = try set ?? MappingSet(try order.map(text))
                set = ready
                return ready.map(try JQValue(parsing: Array(document.utf8)))
            }
        }
    }

    /// What one of the six, asked whatever the keys, makes of a document.
    static func alone(_ name: String, for document: String) throws -> [Outcome] {
        try LibJQ.alone {
            let program = try programs[name] ?? JQProgram(try text(name), name: name)
            programs[name] = program
            return try outputs(of: program, for: document)
        }
    }

    nonisolated(unsafe) private static var programs: [String: JQProgram] = [:]

    private static func outputs(of program: JQProgram, for document: String) throws -> [Outcome] {
        program.start(on: try JQValue(parsing: Array(document.utf8)))
        var found: [Outcome] = []
        while let output = try program.next() { found.append(Outcome(MappingOutput(output).item)) }
        return found
    }

    /// All outputs of a program over several documents, one after the other.
    static func outputs(of text: String, for documents: [String]) throws -> [Outcome] {
        try LibJQ.alone {
            let program = try JQProgram(text, name: "tested")
            return try documents.flatMap { try outputs(of: program, for: $0) }
        }
    }

    /// The same through `jq -f`.
    static func stockOutputs(of name: String, for documents: [String]) throws -> [Outcome] {
        try StockJQ.run(program: file(name), input: documents.joined(separator: "\n")).map { line in
            Outcome(MappingOutput(try JQValue(parsing: Array(line.utf8))).item)
        }
    }
}

/// libjq in the process of the tests: one at a time, for 1.6 sets up parts of itself the first time that they are used.
enum LibJQ {
    private static let lock = NSLock()

    static func alone<Result>(_ body: () throws -> Result) rethrows -> Result { try lock.withLock(body) }
}

/// One output of a mapping, in the short hand of the tables: `M1 F1`, `M1 F1 (alert resolved)`, `skip no_sha1`.
enum Outcome: Hashable, CustomStringConvertible {
    case pair(String, handled: String?)
    case skip(String)
    case bad
    case failed(String)

    init(_ item: MappedAlert.Item) {
        switch item {
        case .order(let order):
            self = .pair("\(order.machineID) \(order.sha1)", handled: order.handled)
        case .skip(let reason): self = .skip(reason)
        case .bad: self = .bad
        }
    }

    var description: String {
        switch self {
        case .pair(let pair, let handled): Placeholders.shorten(pair) + (handled.map { " (\($0))" } ?? "")
        case .skip(let reason): "skip \(reason)"
        case .bad: "bad"
        case .failed(let message): "failed: \(message)"
        }
    }
}

/// `M1` to `M9` stand for machines and `F1` to `F9` for files: `$M1` in a document, `M1` in what is expected of it.
enum Placeholders {
    private static let values: [(String, String)] = (1...9).flatMap { number in
        [
            ("M\(number)", String(repeating: "a", count: 38) + "0\(number)"),
            ("F\(number)", String(repeating: "b", count: 38) + "0\(number)"),
        ]
    }

    static func fill(_ text: String) -> String {
        values.reduce(text) { text, value in
            text.replacing("$^" + value.0, with: value.1.uppercased()).replacing("$" + value.0, with: value.1)
        }
    }

    static func shorten(_ text: String) -> String {
        values.reduce(text) { $0.replacing($1.1, with: $1.0) }
    }
}

/// The `jq` in PATH.
enum StockJQ {
    static let path: String? = (ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin").split(separator: ":")
        .map { $0 + "/jq" }.first { FileManager.default.isExecutableFile(atPath: $0) }

    struct Failed: Error {
        var code: Int32
        var message: String
    }

    /// One compact output a line.
    static func run(program: URL, input: String) throws -> [String] {
        let process = Process()
        let output = Pipe()
        let errors = Pipe()
        let source = FileManager.default.temporaryDirectory.appending(path: "lazaret-jq-\(UUID().uuidString).json")
        try input.write(to: source, atomically: false, encoding: .utf8)
        defer { try? FileManager.default.removeItem(at: source) }
        process.executableURL = URL(filePath: path ?? "/usr/bin/jq")
        process.arguments = ["-c", "-f", program.path(), source.path()]
        process.standardOutput = output
        process.standardError = errors
        try process.run()
        let text = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        let message = String(decoding: errors.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        process.waitUntilExit()
        guard process.terminationStatus == 0 else { throw Failed(code: process.terminationStatus, message: message) }
        return text.split(separator: "\n").map(String.init)
    }
}

/// A document and what becomes of it.
struct MappingCase: Sendable, CustomTestStringConvertible {
    var what: String
    var mapping: String?
    var document: String
    var expected: [String]

    /// `mapping` is the program that has to take it: nil for none.
    init(_ what: String, _ mapping: String?, _ document: String, _ expected: [String]) {
        self.what = what
        self.mapping = mapping
        self.document = Placeholders.fill(document)
        self.expected = expected
    }

    var testDescription: String { (mapping ?? "none") + ": " + what }
}
