import Foundation
import GateFuzzing
import Testing

@testable import AlertMapping

/// The value that is built of a document is the one that libjq's own parser makes of it.
struct JQValueTests {
    static let documents = [
        "null", "true", "false", "0", "-0", "-1", "12", "123456789012345", "1234567890123456", "9007199254740993",
        "0.1", "1e3", "1E-3", "-2.5e+10", "1e400", "-1e400", "1e-400", "123456789.123456789123456789123456789",
        "\"\"", "\"a\"", #""\u0041\n\t\b\f\r\/\\\"""#, #""\u00e9\ud83d\ude00\u0000x""#, "\"Zoë 東京 😀\"",
        #""\ufffd""#, "[]", "{}", "[[], {}, [[]], {\"a\": {}}]", " [ 1 , 2 ] ",
        #"{"a": 1, "b": [1, {"c": null}], "\u0063": 2}"#,
        #"{"": 1, "ключ": "значение", "z": -0.0}"#, "[" + (0..<100).map(String.init).joined(separator: ",") + "]",
        "{" + (0..<100).map { "\"key\($0)\": \($0)" }.joined(separator: ",") + "}",
    ]

    @Test(arguments: documents)
    func `A document reads as libjq reads it`(document: String) throws {
        #expect(try Self.isAsLibJQ(Array(document.utf8)))
    }

    @Test func `So do grown documents, as far as the gate lets them through`() throws {
        var mutator = JSONMutator(seed: 11)
        let gate = JSONGate()
        var read = 0
        for _ in 0..<3000 {
            let bytes = mutator.next()
            guard let checked = try? gate.check(bytes[...]) else { continue }
            read += 1
            #expect(try Self.isAsLibJQ(Array(checked.repaired(bytes[...]))), "\(Data(bytes).base64EncodedString())")
        }
        #expect(read > 300)
    }

    @Test(arguments: [
        "", " ", "[", "{\"a\"", "{\"a\": 1, ", "[1,]", "nul", "[1] 2", "{\"a\": 1, \"a\": 2}", "\"",
        "[\"a\", {\"b\": [",
    ])
    func `What is no document makes no value, and what was built of it is let go`(text: String) {
        #expect(throws: JQRunError.self) { _ = try JQValue(parsing: Array(text.utf8)) }
    }

    private static func isAsLibJQ(_ document: [UInt8]) throws -> Bool {
        let text = try JSONEncoder().encode(String(decoding: document, as: UTF8.self))
        return try LibJQ.alone {
            let program =
                try comparison
                ?? JQProgram(
                    "(.[1] | fromjson) as $own | if .[0] == $own and (.[0] | tojson) == ($own | tojson) then \"same\" else empty end",
                    name: "same")
            comparison = program
            program.start(
                on: try JQValue(parsing: Array("[".utf8) + document + Array(",".utf8) + text + Array("]".utf8)))
            return try program.next()?.text == "same"
        }
    }

    nonisolated(unsafe) private static var comparison: JQProgram?
}
