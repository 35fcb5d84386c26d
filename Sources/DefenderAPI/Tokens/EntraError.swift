/// The error of a token endpoint: its word and its AADSTS numbers. The description is never kept.
struct EntraError: Hashable, Sendable {
    /// `invalid_client`, …; cut to a bounded word.
    var word: String
    /// Nil where there is no AADSTS number.
    var number: Int?

    /// Nil where the body is not an OAuth error.
    init?(_ body: [UInt8]) {
        guard let object = LenientObject(body), let word = object.string("error") else { return nil }
        self.word = String(word.lowercased().unicodeScalars.filter(Self.isWordCharacter).prefix(40))
        let numbers = object.integers("error_codes").compactMap { Int(exactly: $0) }
        // The one that has a sentence says most.
        number = numbers.first { Self.sentences[$0] != nil } ?? numbers.first { $0 > 0 }
    }

    var label: String { number.map { "AADSTS\($0)" } ?? (word.isEmpty ? "error" : word) }

    /// A fault that passes by itself, though it comes with a 4xx.
    var isTransient: Bool {
        word == "temporarily_unavailable" || number.map { Self.transientNumbers.contains($0) } ?? false
    }

    /// Label, meaning and what to do, for a person.
    var explanation: String {
        guard let number else { return label }
        guard let sentence = Self.sentences[number] else {
            return "\(label); see https://login.microsoftonline.com/error?code=\(number)"
        }
        return "\(label) \(sentence.meaning); \(sentence.remedy)"
    }

    private static func isWordCharacter(_ scalar: Unicode.Scalar) -> Bool {
        scalar.isASCII && (scalar.properties.isAlphabetic || scalar == "_")
    }
}

/// What is known of a token endpoint's error, for people.
public struct SignInHelp: Hashable, Sendable {
    public var meaning: String
    public var remedy: String

    /// `code`: as ``TokenFailure/code`` gives it, `AADSTS7000215`. Nil for a number without a sentence, and for other codes.
    public init?(code: String) {
        guard code.hasPrefix("AADSTS"), let number = Int(code.dropFirst(6)),
            let sentence = EntraError.sentences[number]
        else { return nil }
        meaning = sentence.meaning
        remedy = sentence.remedy
    }
}
