import Testing

@testable import AlertMapping

/// A program says in its head which keys it insists on, and is not asked about objects without them.
struct ProgramsByKeyTests {
    private static let one = "# A mapping.\n# lazaret-keys: sha1 fileSha1\n.x"
    private static let two = "# lazaret-keys: sha1 fileSha1\n# lazaret-keys: comment\n.x"
    private static let late = ".x\n# lazaret-keys: sha1"

    @Test(arguments: [
        (one, #"{"sha1": 1}"#, true), (one, #"{"a": 0, "SHA1": 1}"#, true), (one, #"{"FILEsha1": 1}"#, true),
        (one, #"{"sha": 1}"#, false), (one, #"{"a": {"sha1": 1}}"#, false), (one, "{}", false),
        (one, #"{"comment": "sha1"}"#, false),
        ("# lazaret-keys:\tsha1,\tcomment\n.x", #"{"sha1": 1}"#, true),
        ("# lazaret-keys: sha1, comment\r\n.x", #"{"comment": 1}"#, true),
        ("# lazaret-keys: sha1, comment\r\n.x", #"{"sha": 1}"#, false),
        // Anything that is no object may be anybody's.
        (one, "[]", true), (one, #"[{"a": 1}]"#, true), (one, #""text""#, true),
        (two, #"{"sha1": 1}"#, false), (two, #"{"comment": 1}"#, false), (two, #"{"Comment": 1, "sha1": 1}"#, true),
        // Without such a line, or where it stands below the first line of code, a program is asked about everything.
        (".x", "{}", true), (late, "{}", true), ("# lazaret-keys:\n.x", "{}", true),
    ])
    func `A program is asked where an object has a key of each of its lines`(
        source: String, document: String, isAsked: Bool
    ) throws {
        // The second of three, so that the bits are its own.
        let programs = ProgramsByKey(["# lazaret-keys: nothing\n.", source, "."])
        let asked = try LibJQ.alone {
            programs.programs(for: try JQValue(parsing: Array(document.utf8)))
        }
        #expect((asked & 2 != 0) == isAsked)
        #expect(asked & 4 != 0)
    }

    @Test func `More lines than there are bits: the rest is asked about everything`() throws {
        let sources = (0..<64).map { "# lazaret-keys: a\($0)\n# lazaret-keys: b\($0)\n." }
        let asked = try LibJQ.alone {
            ProgramsByKey(sources).programs(for: try JQValue(parsing: Array(#"{"c": 1}"#.utf8)))
        }
        #expect(asked == ~0 << 32)
    }

    @Test func `No shipped mapping has something to say of an object that it is not asked about`() throws {
        let sources = try ShippedMappings.order.map(ShippedMappings.text)
        let programs = ProgramsByKey(sources)
        var passedOver = 0
        for document in ShippedMappingTests.cases.map(\.document) {
            let asked = try LibJQ.alone { programs.programs(for: try JQValue(parsing: Array(document.utf8))) }
            for (index, name) in ShippedMappings.order.enumerated() where asked >> UInt64(index) & 1 == 0 {
                passedOver += 1
                let outputs = try ShippedMappings.alone(name, for: document)
                #expect(outputs.isEmpty, "\(name): \(document)")
            }
        }
        #expect(passedOver > 100)
    }
}
