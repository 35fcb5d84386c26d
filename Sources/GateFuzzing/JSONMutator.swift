/// SplitMix64: the same numbers for the same seed, everywhere.
struct SeededRandom: RandomNumberGenerator, Sendable {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}

/// Makes documents, most of them nearly JSON: grown from the grammar, then bent in a few places.
public struct JSONMutator: Sendable {
    private var random: SeededRandom
    private var text: [UInt8] = []

    public init(seed: UInt64) { random = SeededRandom(seed: seed) }

    public mutating func next() -> [UInt8] {
        text.removeAll(keepingCapacity: true)
        space()
        value(budget: 3)
        if chance(8) { append("\n") }
        if chance(12) { value(budget: 2) }
        for _ in 0..<below(4) { bend() }
        return text
    }

    private mutating func below(_ limit: Int) -> Int { Int(random.next() % UInt64(limit)) }
    private mutating func chance(_ one: Int) -> Bool { below(one) == 0 }
    private mutating func append(_ piece: StaticString) {
        text.append(contentsOf: UnsafeBufferPointer(start: piece.utf8Start, count: piece.utf8CodeUnitCount))
    }
    private mutating func append(oneOf pieces: [StaticString]) { append(pieces[below(pieces.count)]) }

    private mutating func value(budget: Int) {
        switch budget > 0 ? below(6) : below(4) {
        case 0: string()
        case 1: append(oneOf: Self.numbers)
        case 2: append(oneOf: ["true", "false", "null"])
        case 3: append(oneOf: ["{}", "[]", "[ ]", "{\n}"])
        case 4: list("{", "}", budget: budget, isObject: true)
        default: list("[", "]", budget: budget, isObject: false)
        }
        space()
    }

    private mutating func list(_ open: StaticString, _ close: StaticString, budget: Int, isObject: Bool) {
        append(open)
        let count = chance(60) ? 60 + below(20) : below(4)
        for index in 0..<count {
            if index > 0 { append(",") }
            space()
            if isObject {
                if count > 4 { append("\"") } else { string() }
                if count > 4 {
                    text += Array(String(index).utf8)
                    append("\"")
                }
                append(":")
            }
            value(budget: count > 4 ? 0 : budget - 1)
        }
        append(close)
    }

    private mutating func string() {
        append("\"")
        for _ in 0..<below(4) { append(oneOf: Self.characters) }
        append("\"")
    }

    private mutating func space() {
        if chance(4) { append(oneOf: [" ", "\n", "\r\n", "\t", "            ", "\n        "]) }
    }

    /// Changes one place: a byte, a piece put in, some bytes taken out or doubled.
    private mutating func bend() {
        let place = below(text.count + 1)
        let length = min(1 + below(chance(3) ? 12 : 2), text.count - place)
        switch below(5) {
        case 0 where length > 0: text[place] = UInt8(truncatingIfNeeded: random.next())
        case 1 where length > 0: text.removeSubrange(place..<(place + length))
        case 2 where length > 0: text.insert(contentsOf: Array(text[place..<(place + length)]), at: place)
        case 3: text.insert(UInt8(truncatingIfNeeded: random.next()), at: place)
        default:
            let piece = Self.pieces[below(Self.pieces.count)]
            text.insert(contentsOf: piece, at: place)
        }
    }

    private static let numbers: [StaticString] = [
        "0", "-0", "1", "-12", "3.25", "0.0", "1e5", "1E+5", "2.5e-3", "9007199254740993", "123456789012345678901",
    ]

    private static let characters: [StaticString] = [
        "a", "b", "key", "machineId", "abcdefgh", "01234567890123456789", " ", "/", "\\n", "\\\\", "\\\"", "\\/",
        "\\u0061",
        "\\u0000", "\\u00e9", "\\ud834\\udd1e", "\\ud800", "\\udfff", "\\ufffd", "\\uDBFF\\uDFFF", "é", "ß", "日本", "𝄞",
        "\u{FFFF}",
        "e\u{301}", "\u{7F}", "\u{2028}",
    ]

    private static let pieces: [[UInt8]] =
        [
            "{", "}", "[", "]", "[]", "{}", ",", ":", "\"", "\\", "\\u", "\\ud8", "0", "00", "-", "+", ".", "e", "E9",
            "NaN", "Infinity", "'",
            "//", "/*", "#", "\n", "\r", "\t", "\u{0}", "\u{FEFF}", "\"a\":1,", ",\"a\":1", "nul", "true",
            "[[[[[[[[[[[[[[[[",
        ].map { Array($0.utf8) } + [
            [0x80], [0xC0, 0x80], [0xC3], [0xE0, 0x9F, 0xBF], [0xED, 0xA0, 0x80], [0xED, 0x9F, 0xBF],
            [0xEF, 0xBF, 0xBE],
            [0xF0, 0x8F, 0xBF, 0xBF], [0xF4, 0x90, 0x80, 0x80], [0xF4, 0x8F, 0xBF, 0xBF], [0xF8], [0xFF], [0xE2, 0x82],
            [UInt8](repeating: 0x5B, count: 64), [UInt8](repeating: 0x5D, count: 64),
        ]
}
