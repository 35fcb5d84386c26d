/// Why, and where, bytes are not the JSON that is read here.
public struct GateError: Error, Hashable, Sendable {
    /// The bounded label of a reason.
    public enum Kind: String, CaseIterable, Sendable {
        case empty
        case encoding
        case byteOrderMark = "byte_order_mark"
        case invalidUTF8 = "invalid_utf8"
        case encodedSurrogate = "encoded_surrogate"
        case illFormedUTF16 = "ill_formed_utf16"
        /// The bytes end inside an array or object; what is there so far could still be continued.
        case unexpectedEnd = "unexpected_end"
        case unclosedString = "unclosed_string"
        case controlCharacter = "control_character"
        case badEscape = "bad_escape"
        case expectedValue = "expected_value"
        case expectedKey = "expected_key"
        case expectedColon = "expected_colon"
        case expectedCommaOrBrace = "expected_comma_or_brace"
        case expectedCommaOrBracket = "expected_comma_or_bracket"
        case trailingComma = "trailing_comma"
        case comment
        case singleQuote = "single_quote"
        case notANumber = "not_a_number"
        case leadingZero = "leading_zero"
        case badNumber = "bad_number"
        case badLiteral = "bad_literal"
        case duplicateKey = "duplicate_key"
        case tooDeep = "too_deep"
        /// A second document follows the first one.
        case secondDocument = "second_document"
        case trailingContent = "trailing_content"
        /// One document over several lines in a file that is read as one document a line.
        case spansLines = "spans_lines"
    }

    public var kind: Kind
    /// Bytes before the place, from the start of what was checked.
    public var offset: Int
    /// 1-based; a line ends with LF or CRLF.
    public var line: Int
    /// 1-based, in bytes of the line.
    public var column: Int
    /// For people. Of the input it holds a short, escaped excerpt at most.
    public var message: String

    public init(kind: Kind, offset: Int, line: Int, column: Int, message: String) {
        self.kind = kind
        self.offset = offset
        self.line = line
        self.column = column
        self.message = message
    }
}

/// A reason and a place while scanning: two words, nothing to allocate. `GateError` is made of it once, at the end.
struct Flaw: Error {
    var kind: GateError.Kind
    var offset: Int
}
