import Testing

@testable import AlertMapping

/// Mappings are compiled a few at a time, when a document needs them or while nothing waits.
struct MappingPartTests {
    /// So long that each has a part of its own.
    private static func long(_ program: String) -> String {
        program + "\n" + String(repeating: "# more\n", count: 3000)
    }

    private static func map(_ set: MappingSet, _ document: String) throws -> MappingSet.Outcome {
        set.map(try JQValue(parsing: Array(document.utf8)))
    }

    @Test func `Neighbours share a part, in the order that they have`() throws {
        let parts = MappingPart.parts(of: try ShippedMappings.order.map(ShippedMappings.text))
        #expect(parts.map(\.mappings) == [0..<3, 3..<4, 4..<6])
        #expect(MappingPart.parts(of: ["1", Self.long("2"), "3", "4"]).map(\.mappings) == [0..<1, 1..<2, 2..<4])
        #expect(MappingPart.parts(of: (0..<64).map { "\($0)" }).map(\.mappings) == [0..<64])
    }

    @Test func `A part's flags are those of its mappings`() {
        let parts = MappingPart.parts(of: (0..<64).map { Self.long("\($0)") })
        #expect(parts.count == 64)
        for part in parts {
            #expect(part.flags(.max) == 1)
            #expect(part.flags(~(1 << UInt64(part.mappings.lowerBound))) == 0)
        }
        #expect(MappingPart.parts(of: (0..<64).map { "\($0)" })[0].flags(.max) == .max)
    }

    @Test func `A document compiles what it is for and no more; the rest is compiled in advance`() throws {
        try LibJQ.alone {
            let set = MappingSet(uncompiled: try ShippedMappings.order.map(ShippedMappings.text))
            let digits = String(repeating: "a", count: 40)
            let flat = #"{"machineId": "\#(digits)", "sha1": "\#(digits.dropLast())b", "comment": "x"}"#
            guard case .mapped(5, let items) = try Self.map(set, flat) else {
                Issue.record("flat does not take it")
                return
            }
            #expect(items.count == 1)
            #expect(!set.isCompiled)
            var others = 0
            while set.compileNext() { others += 1 }
            #expect(others == 2)
            #expect(set.isCompiled)
            #expect(!set.compileNext())
        }
    }

    @Test func `The first program that outputs anything has the document, whatever part it is in`() throws {
        try LibJQ.alone {
            let set = MappingSet(
                uncompiled: [#"{skip: "a"} | select(env.none)"#, #"select(.b) | {skip: "b"}"#, #"{skip: "c"}"#].map(
                    Self.long))
            for (document, expected) in [(#"{"b": 1}"#, 1), ("{}", 2)] {
                guard case .mapped(expected, let items) = try Self.map(set, document) else {
                    Issue.record("\(document)")
                    continue
                }
                #expect(items.count == 1)
            }
        }
    }

    @Test func `A part that does not compile is told by the documents that need it, and costs no other`() throws {
        try LibJQ.alone {
            let wrong = Self.long("# lazaret-keys: wrong\nnothing_of_that_name")
            let set = MappingSet(uncompiled: [wrong, Self.long(#"{skip: "c"}"#)])
            while set.compileNext() {}
            #expect(set.isCompiled)
            for _ in 0..<2 {
                guard case .failed(0, let message) = try Self.map(set, #"{"wrong": 1}"#) else {
                    Issue.record("it is asked")
                    return
                }
                #expect(message.contains("nothing_of_that_name"))
            }
            guard case .mapped(1, _) = try Self.map(set, "{}") else {
                Issue.record("the other is not asked")
                return
            }
            #expect(throws: JQCompileFailure.self) { try set.compile() }
        }
    }
}
