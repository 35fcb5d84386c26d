import AlertMapping
import Testing

@Suite struct GateGrammarTests {
    @Test(arguments: [
        "{}", "[]", "0", "-0", "-1", "10", "0.0", "1e0", "1E-0", "1e+05", "1.5e300", "true", "false", "null", "\"\"",
        "[1,2,3]", "{\"a\":{\"a\":[{\"a\":null}]}}", " \t\r\n[ 1 , 2 ]\r\n", "[\"\\\"\\\\\\/\\b\\f\\n\\r\\t\\u00Ff\"]",
        "\"\u{7F}\u{80}\u{7FF}\u{800}\u{FFFF}\u{10000}\u{10FFFF}\u{2028}\"", "{\"\":1,\" \":2}", "[\"\\u0000\"]",
        "1e400", "-123456789012345678901234567890", "\"01234567\"", "\"0123456789abcde\"",
        "[\"//\",\"#\",\"'\",\"NaN\"]",
    ])
    func `What RFC 8259 calls JSON is let through`(_ json: String) throws {
        let checked = try JSONGate().check(Array(json.utf8)[...])
        #expect(checked.loneSurrogates.isEmpty)
    }

    @Test(arguments: [
        Flawed("", .empty, 1, 1),
        Flawed(" \r\n\t\n", .empty, 1, 1),
        Flawed("[1,\n", .unexpectedEnd, 1, 4),
        Flawed("{\"a\"", .unexpectedEnd, 1, 5),
        Flawed("{\"a\":", .unexpectedEnd, 1, 6),
        Flawed("[[]", .unexpectedEnd, 1, 4),
        Flawed("[\"abc", .unclosedString, 1, 6),
        Flawed("[\"abc\\\"]\n", .unclosedString, 1, 9),
        Flawed("[\"ab\nc\"]", .controlCharacter, 1, 5),
        Flawed("[1,\n\"0123456789\u{1}\"]", .controlCharacter, 2, 12),
        Flawed("[\"\u{0}\"]", .controlCharacter, 1, 3),
        Flawed("[\"\\x41\"]", .badEscape, 1, 3),
        Flawed("[\"\\u12g4\"]", .badEscape, 1, 3),
        Flawed("[\"\\u123", .badEscape, 1, 3),
        Flawed("[\"\\ud800\\u12\"]", .badEscape, 1, 9),
        Flawed("[,1]", .expectedValue, 1, 2),
        Flawed("[\u{0}]", .expectedValue, 1, 2),
        Flawed("[\u{C}1]", .expectedValue, 1, 2),
        Flawed("[\u{A0}1]", .expectedValue, 1, 2),
        Flawed("{a:1}", .expectedKey, 1, 2),
        Flawed("{1:1}", .expectedKey, 1, 2),
        Flawed("{\"a\" 1}", .expectedColon, 1, 6),
        Flawed("{\"a\":1 \"b\":2}", .expectedCommaOrBrace, 1, 8),
        Flawed("{\"a\":1]", .expectedCommaOrBrace, 1, 7),
        Flawed("[1 2]", .expectedCommaOrBracket, 1, 4),
        Flawed("[1}", .expectedCommaOrBracket, 1, 3),
        Flawed("[1,]", .trailingComma, 1, 3),
        Flawed("{\"a\":1 ,\n}", .trailingComma, 1, 8),
        Flawed("[1, // one\n2]", .comment, 1, 5),
        Flawed("/* x */ {}", .comment, 1, 1),
        Flawed("{} # x", .comment, 1, 4),
        Flawed("{'a':1}", .singleQuote, 1, 2),
        Flawed("['a']", .singleQuote, 1, 2),
        Flawed("[NaN]", .notANumber, 1, 2),
        Flawed("[-Infinity]", .notANumber, 1, 2),
        Flawed("Infinity", .notANumber, 1, 1),
        Flawed("[01]", .leadingZero, 1, 2),
        Flawed("[-00.5]", .leadingZero, 1, 2),
        Flawed("[1.]", .badNumber, 1, 2),
        Flawed("[.5]", .badNumber, 1, 2),
        Flawed("[+1]", .badNumber, 1, 2),
        Flawed("[-]", .badNumber, 1, 2),
        Flawed("-", .badNumber, 1, 1),
        Flawed("[1e]", .badNumber, 1, 2),
        Flawed("[1e+]", .badNumber, 1, 2),
        Flawed("[0x10]", .expectedCommaOrBracket, 1, 3),
        Flawed("[tru]", .badLiteral, 1, 2),
        Flawed("nul", .badLiteral, 1, 1),
        Flawed("[True]", .badLiteral, 1, 2),
        Flawed("{}{}", .secondDocument, 1, 3),
        Flawed("{}\n\n  [1]", .secondDocument, 3, 3),
        Flawed("1 2", .secondDocument, 1, 3),
        Flawed("{}}", .trailingContent, 1, 3),
        Flawed("[]x", .trailingContent, 1, 3),
        Flawed("{}\u{0}", .trailingContent, 1, 3),
        Flawed("\u{FEFF}{}", .byteOrderMark, 1, 1),
        Flawed("[\n\u{FEFF}1]", .byteOrderMark, 2, 1),
        Flawed("[1,\r\n2,\r\nx]", .badLiteral, 3, 1),
        Flawed("[\"é\", x]", .badLiteral, 1, 8),
    ])
    func `Everything else is refused by name, with line and byte column`(_ flawed: Flawed) throws {
        let error = #expect(throws: GateError.self) { try JSONGate().check(Array(flawed.json.utf8)[...]) }
        #expect(error?.kind == flawed.kind)
        #expect(error?.line == flawed.line)
        #expect(error?.column == flawed.column)
    }

    @Test(arguments: [("[", "]"), ("{\"a\":", "}"), ("[{\"a\":", "}]")])
    func `Arrays and objects stand 64 deep and no deeper`(_ open: String, _ close: String) throws {
        let levels = open.count { $0 == "[" || $0 == "{" }
        func nested(_ times: Int) -> ArraySlice<UInt8> {
            Array((String(repeating: open, count: times) + "0" + String(repeating: close, count: times)).utf8)[...]
        }
        _ = try JSONGate().check(nested(64 / levels))
        let error = #expect(throws: GateError.self) { try JSONGate().check(nested(64 / levels + 1)) }
        #expect(error?.kind == .tooDeep)
        #expect(error?.column == open.utf8.count * (64 / levels) + 1)
    }

    @Test func `Depth is what is open at once, not how many there are`() throws {
        let json = "[" + Array(repeating: "{\"a\":[[]]}", count: 1_000).joined(separator: ",") + "]"
        _ = try JSONGate(maximumDepth: 4).check(Array(json.utf8)[...])
        #expect(throws: GateError.self) { try JSONGate(maximumDepth: 3).check(Array(json.utf8)[...]) }
    }

    @Test func `A message holds a short escaped excerpt of the input and no more`() {
        let long = "[" + String(repeating: "x\u{1B}", count: 10_000) + "]"
        let error = #expect(throws: GateError.self) { try JSONGate().check(Array(long.utf8)[...]) }
        #expect(error?.message == "expected true, false or null, found x")
        let key = String(repeating: "k", count: 10_000)
        let twice = #expect(throws: GateError.self) {
            try JSONGate().check(Array("{\"\(key)\":1,\"\(key)\":2}".utf8)[...])
        }
        #expect(twice?.message == "the key \"\(key.prefix(24))...\" twice in one object")
        let control = #expect(throws: GateError.self) { try JSONGate().check([0x22, 0x1B, 0x22]) }
        #expect(control?.message == "a control character in a string that is not escaped: \\x1B")
    }
}

/// Input that is refused, why and where.
struct Flawed: Sendable, CustomTestStringConvertible {
    let json: String
    let kind: GateError.Kind
    let line: Int
    let column: Int

    init(_ json: String, _ kind: GateError.Kind, _ line: Int, _ column: Int) {
        (self.json, self.kind, self.line, self.column) = (json, kind, line, column)
    }

    var testDescription: String { json.debugDescription }
}
