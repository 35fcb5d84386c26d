import Foundation
import LazaretCore
import LazaretTestKit
import Testing

@testable import AlertMapping

/// Programs of users: where they are found, and what they may not do.
struct UserMappingTests {
    private func load(_ files: [String: String], order: [String]) async throws -> MappingSources {
        try await withTemporaryDirectory { directory in
            for (name, text) in files {
                let file = URL(filePath: directory).appending(path: name)
                try FileManager.default.createDirectory(
                    at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
                try text.write(to: file, atomically: true, encoding: .utf8)
            }
            return try MappingSources.load(
                directory: directory + "/shipped", extraDirectory: directory + "/own", order: order)
        }
    }

    @Test func `A file of the same name in the extra directory wins; others are added`() async throws {
        let sources = try await load(
            ["shipped/flat.jq": "1", "shipped/other.jq": "2", "own/flat.jq": "3", "own/mine.jq": "4"],
            order: ["mine", "other", "flat"])
        #expect(sources.programs.map(\.text) == ["4", "2", "3"])
        #expect(sources.programs.map { $0.file?.hasSuffix("own/flat.jq") } == [false, false, true])
    }

    @Test func `A name without a file is an error, whatever the name`() async throws {
        await #expect(throws: MappingSourceError.self) { try await load([:], order: ["sentinel"]) }
    }

    @Test(
        arguments: [
            ("\n\n.a | )", 3), ("def f: 1;\nundefined_function", 2), (#"import "x" as x; ."#, nil),
            (#"include "x"; ."#, nil),
            (#"import "passwd" as $x {search: "/etc"}; ."#, nil), ("def f: .;", 1), ("module {};\n.", 1),
        ] as [(String, Int?)])
    func `A program that does not compile, or wants other files, is named`(text: String, line: Int?) throws {
        let problems = LibJQ.alone {
            MappingSet.problems(in: [MappingSources.Program(name: "mine", file: "mine.jq", text: text)])
        }
        #expect(!problems.isEmpty)
        #expect(problems.allSatisfy { $0.program == "mine" && !$0.message.isEmpty })
        if line != nil { #expect(problems.first?.line != nil) }
    }

    @Test(arguments: [
        "input", "[inputs]", "$ENV", "env", "halt", "halt_error", "debug", "input_filename", "input_line_number",
        "get_search_list",
    ])
    func `A program that reaches beyond its input finds nothing there`(text: String) throws {
        let outcome = try LibJQ.alone {
            try MappingSet(["(\(text)) | {skip: tojson}"]).map(try JQValue(parsing: Array(#"{"a": 1}"#.utf8)))
        }
        switch outcome {
        case .noMapping: break
        case .failed(_, let message): #expect(!message.isEmpty)
        // In this process there is an environment; a worker's is empty (MappingWorkerPoolTests).
        case .mapped(_, let items): #expect(items.count == 1)
        }
    }

    @Test func `The shared prelude is compiled once, and a user's program does not see it`() throws {
        let shipped = try ShippedMappings.order.map(ShippedMappings.text)
        let mine = "def low: \"mine\"; if .own? then {skip: low} else empty end"
        let shared = SharedPrelude(shipped + [mine])
        #expect(!shared.text.isEmpty)
        #expect(shared.bodies.map(\.usesPrelude) == [true, true, true, true, true, true, false])
        #expect(shared.bodies.allSatisfy { !$0.text.contains("def low: if") })
        let outcome = try LibJQ.alone {
            try MappingSet(shipped + [mine]).map(try JQValue(parsing: Array(#"{"own": true}"#.utf8)))
        }
        guard case .mapped(6, let items) = outcome else {
            Issue.record("the user's program is not asked")
            return
        }
        #expect(items.map { Outcome($0.item) } == [.skip("mine")])
        // What only the prelude defines is not there for others.
        #expect(throws: JQCompileFailure.self) { try LibJQ.alone { _ = try MappingSet(shipped + ["hex40"]) } }
    }

    @Test(arguments: [
        "# ---- prelude\n1,\n# ---- end of the prelude ----\n2",
        "1 |\n# ---- prelude\ndef f: 1;\n# ---- end of the prelude ----\nf",
        "# ---- prelude\ndef f: 1\n# ---- end of the prelude ----\n; f",
    ])
    func `What only looks like a prelude stays where it is`(text: String) {
        let shared = SharedPrelude([text, text])
        #expect(shared.text.isEmpty)
        #expect(shared.bodies.map(\.text) == [text, text])
    }
}

/// The examples of docs/mappings.md, as they stand in `config/mappings/examples`.
struct ExampleMappingTests {
    struct Example: Sendable {
        var name: String
        /// A change of the sample, and what comes of it; the sample itself for none.
        var results: [(find: String, put: String, result: [Outcome])]
    }

    static let examples = [
        Example(
            name: "splunk",
            results: [
                ("", "", [pair(7)]), ("malicious file found", "other", [.skip("search not followed")]),
                ("BBBBBBBBBB", "bbb", [.skip("no file_sha1")]),
                ("\"device_id\"", "\"device\"", [.skip("no device_id")]),
                ("\"search_name\"", "\"name\"", []),
            ]),
        Example(
            name: "elastic",
            results: [
                ("", "", [pair(8)]), ("\"file\": {", "\"files\": {", [.skip("no file.hash.sha1")]),
                ("aaaaaaaaaa", "zzzzzzzzzz", [.skip("host.id is no machine id of Defender")]),
                ("\"kind\": \"alert\"", "\"kind\": \"event\"", []),
                ("microsoft_defender_endpoint.log", "osquery.result", []),
                ("\"open\"", "\"closed\"", [pair(8, handled: "closed in Kibana")]),
            ]),
    ]

    private static func pair(_ number: Int, handled: String? = nil) -> Outcome {
        .pair(Placeholders.fill("$M\(number) $F\(number)"), handled: handled)
    }

    @Test(arguments: examples.indices)
    func `An example does what the page says, here and in the stock jq`(index: Int) throws {
        let example = Self.examples[index]
        let directory = ShippedMappings.directory.appending(path: "examples")
        let file = directory.appending(path: example.name + ".jq")
        let sample = try String(contentsOf: directory.appending(path: example.name + ".json"), encoding: .utf8)
        let source = MappingSources.Program(name: example.name, text: try String(contentsOf: file, encoding: .utf8))
        #expect(LibJQ.alone { MappingSet.problems(in: [source]).isEmpty })
        for (find, put, result) in example.results {
            let document = find.isEmpty ? sample : sample.replacing(find, with: put)
            #expect(find.isEmpty || document != sample)
            let asked = try LibJQ.alone {
                ProgramsByKey([source.text]).programs(for: try JQValue(parsing: Array(document.utf8)))
            }
            #expect(asked == 1 || result.isEmpty, "\(example.name): \(find) -> \(put)")
            let outcomes = try ShippedMappings.outputs(of: source.text, for: [document])
            #expect(outcomes == result, "\(example.name): \(find) -> \(put)")
            guard StockJQ.path != nil else { continue }
            let stock = try StockJQ.run(program: file, input: document).map {
                Outcome(MappingOutput(try JQValue(parsing: Array($0.utf8))).item)
            }
            #expect(stock == result, "\(example.name): \(find) -> \(put)")
        }
    }

    @Test func `No shipped mapping takes what the examples are for`() throws {
        for example in Self.examples {
            let file = ShippedMappings.directory.appending(path: "examples/\(example.name).json")
            let (mapping, _) = try ShippedMappings.outcome(of: try String(contentsOf: file, encoding: .utf8))
            #expect(mapping == nil, "\(example.name)")
        }
    }
}
