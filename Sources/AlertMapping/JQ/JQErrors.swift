/// A program that does not compile: where, and why, in libjq's words.
public struct JQCompileError: Error, Hashable, Sendable, CustomStringConvertible {
    /// The mapping's name, without `.jq`.
    public var program: String
    /// The file it was read from, where it was read from one.
    public var file: String?
    /// 1-based line of the program, where libjq names one.
    public var line: Int?
    public var message: String

    public init(program: String, file: String? = nil, line: Int? = nil, message: String) {
        self.program = program
        self.file = file
        self.line = line
        self.message = message
    }

    public var description: String {
        "\(file ?? program)\(line.map { ":\($0)" } ?? ""): \(message)"
    }

    /// Reads one message of libjq, `jq: error: WHY at <top-level>, line N:` and the offending text below it. Nil for the
    /// closing `jq: 2 compile errors`.
    init?(program: String, libjqMessage text: String) {
        let opening = "jq: error: "
        guard text.hasPrefix(opening) else { return nil }
        let first = text.dropFirst(opening.count).prefix { !$0.isNewline }
        let place = " at <top-level>, line "
        guard let range = first.firstRange(of: place) else {
            self.init(program: program, message: String(first))
            return
        }
        let hint = " (Unix shell quoting issues?)"
        let why = first[..<range.lowerBound]
        self.init(
            program: program, line: Int(first[range.upperBound...].prefix { $0.isNumber }),
            message: String(why.hasSuffix(hint) ? why.dropLast(hint.count) : why))
    }
}

/// All that libjq has against one program.
struct JQCompileFailure: Error, Hashable {
    var problems: [JQCompileError]
}

/// What a running program, or the reading of its input, ended with instead of a value.
struct JQRunError: Error, Hashable {
    /// At most ``bound`` bytes, and never the input: libjq puts all of it behind "(while parsing".
    var message: String

    static let bound = 300

    init(message: String) {
        let end = message.firstRange(of: " (while parsing")?.lowerBound ?? message.endIndex
        self.message = String(message[..<end]).cut(toBytes: Self.bound)
    }
}

extension String {
    /// The longest prefix of whole characters of Unicode that has at most `count` bytes of UTF-8.
    func cut(toBytes count: Int) -> String {
        guard utf8.count > count else { return self }
        var end = utf8.index(utf8.startIndex, offsetBy: max(0, count))
        while end > utf8.startIndex, !isScalarBoundary(end) { end = utf8.index(before: end) }
        return String(self[..<end])
    }

    private func isScalarBoundary(_ index: String.Index) -> Bool {
        index == utf8.endIndex || utf8[index] & 0b1100_0000 != 0b1000_0000
    }
}
