/// Text of the other side, made fit for a log line and a database column: no control characters, bounded.
enum ReadableText {
    /// Control characters become spaces; cut to `limit` Unicode scalars.
    static func cleaned(_ text: String, limit: Int = 1000) -> String {
        var scalars = String.UnicodeScalarView()
        for scalar in text.unicodeScalars.prefix(limit) {
            scalars.append(isControl(scalar) ? " " : scalar)
        }
        return String(scalars)
    }

    /// The beginning of a body that is no JSON (a gateway's page), its runs of white space drawn together. Bytes that are
    /// not UTF-8 become U+FFFD.
    static func snippet(of bytes: some Collection<UInt8>, limit: Int = 300) -> String? {
        let text = cleaned(String(decoding: bytes.prefix(limit), as: UTF8.self), limit: limit)
        let words = text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
        return words.isEmpty ? nil : words
    }

    /// Line and paragraph separators and the bidirectional controls count: they can fake lines and directions.
    private static func isControl(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.properties.generalCategory {
        case .control, .lineSeparator, .paragraphSeparator: true
        case .format: (0x202A...0x202E).contains(scalar.value) || (0x2066...0x2069).contains(scalar.value)
        default: false
        }
    }
}
