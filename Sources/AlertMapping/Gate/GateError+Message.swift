extension GateError {
    /// Counts lines and columns up to `flaw` and says for people what is wrong there.
    init(_ flaw: Flaw, in bytes: UnsafeBufferPointer<UInt8>, maximumDepth: Int) {
        let offset = flaw.offset
        var line = 1
        var lineStart = 0
        for index in 0..<offset where bytes[index] == .newline {
            line += 1
            lineStart = index + 1
        }
        let rest = UnsafeBufferPointer(rebasing: bytes[offset...])
        self.init(
            kind: flaw.kind, offset: offset, line: line, column: offset - lineStart + 1,
            message: flaw.kind.message(at: rest, maximumDepth: maximumDepth))
    }
}

extension GateError {
    /// An error whose message needs nothing of the input.
    init(_ kind: Kind, offset: Int = 0, at place: (line: Int, column: Int)) {
        let nothing = UnsafeBufferPointer<UInt8>(start: nil, count: 0)
        self.init(
            kind: kind, offset: offset, line: place.line, column: place.column,
            message: kind.message(at: nothing, maximumDepth: 0))
    }
}

extension GateError.Kind {
    /// `rest` begins at the place of the error.
    func message(at rest: UnsafeBufferPointer<UInt8>, maximumDepth: Int) -> String {
        switch self {
        case .empty: "there is no JSON: nothing but white space"
        case .encoding: "neither UTF-8 nor UTF-16 with a byte order mark"
        case .byteOrderMark: "a byte order mark that is not at the start of the file"
        case .invalidUTF8: "not valid UTF-8: \(excerpt(rest, 4, untilQuote: false))"
        case .encodedSurrogate: "not valid UTF-8: the bytes of a surrogate, which is not a character"
        case .illFormedUTF16: "not valid UTF-16: half a surrogate pair or half a code unit"
        case .unexpectedEnd: "ends before the document is complete"
        case .unclosedString: "a string that is not closed"
        case .controlCharacter where rest.first == .newline || rest.first == .carriageReturn:
            "a string that is not closed on its line"
        case .controlCharacter: "a control character in a string that is not escaped: \(excerpt(rest, 1))"
        case .badEscape:
            "not an escape of JSON: \(excerpt(rest, rest.dropFirst().first == 0x75 ? 6 : 2, untilQuote: false))"
        case .expectedValue: "expected a value, found \(excerpt(rest))"
        case .expectedKey: "expected a key in double quotes, found \(excerpt(rest))"
        case .expectedColon: "expected : after the key, found \(excerpt(rest))"
        case .expectedCommaOrBrace: "expected , or } after the member, found \(excerpt(rest))"
        case .expectedCommaOrBracket: "expected , or ] after the element, found \(excerpt(rest))"
        case .trailingComma: "a comma after the last one"
        case .comment: "a comment, which JSON does not have"
        case .singleQuote: "single quotes; JSON has double ones"
        case .notANumber: "NaN or infinity, which JSON does not have"
        case .leadingZero: "a number with a leading zero"
        case .badNumber: "not a number of JSON: \(excerpt(rest))"
        case .badLiteral: "expected true, false or null, found \(excerpt(rest))"
        case .duplicateKey:
            "the key \"\(excerpt(UnsafeBufferPointer(rebasing: rest.dropFirst())))\" twice in one object"
        case .tooDeep: "nested deeper than \(maximumDepth)"
        case .secondDocument: "a second document behind the first one"
        case .trailingContent: "more after the end of the document: \(excerpt(rest))"
        case .spansLines: "a document over several lines, in a file with one document a line"
        }
    }
}

/// The first bytes up to a space or quote, for a message: printable ASCII as it is, everything else as `\xNN`.
private func excerpt(
    _ bytes: UnsafeBufferPointer<UInt8>, _ limit: Int = 24, untilQuote: Bool = true
) -> String {
    var text = ""
    for (index, byte) in bytes.prefix(limit + 1).enumerated() {
        if index > 0, byte <= .space || (untilQuote && byte == .quote) { return text }
        if index == limit { return limit < 8 ? text : text + "..." }
        // Bytes that are written as four characters: a message is one line for a person.
        if text.utf8.count > 64 { return text + "..." }
        if byte > .space, byte < 0x7F {
            text.unicodeScalars.append(Unicode.Scalar(byte))
        } else {
            text += "\\x" + (byte < 16 ? "0" : "") + String(byte, radix: 16, uppercase: true)
        }
    }
    return text
}
