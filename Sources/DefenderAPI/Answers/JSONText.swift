/// Finds the parts of a JSON text without changing a byte of them, so that a MachineAction from a list is kept exactly as it
/// came. It checks balance, not grammar: each part is decoded by Foundation afterwards.
struct JSONText {
    typealias Bytes = ArraySlice<UInt8>

    private let whole: Bytes
    private var rest: Bytes

    private init(_ bytes: Bytes) {
        whole = bytes
        rest = bytes
    }

    /// The members of an object: key without its quotes, and value. Nil where the text is no balanced object.
    static func members(of object: Bytes) -> [(key: Bytes, value: Bytes)]? {
        var members: [(key: Bytes, value: Bytes)] = []
        let isWhole = parts(of: object, open: "{", close: "}") { text in
            guard let key = text.value(), key.count >= 2, key.first == quote, text.skip(":"),
                let value = text.value()
            else { return false }
            members.append((key.dropFirst().dropLast(), value))
            return true
        }
        return isWhole ? members : nil
    }

    /// The members of an array. Nil where the text is no balanced array.
    static func elements(of array: Bytes) -> [Bytes]? {
        var elements: [Bytes] = []
        let isWhole = parts(of: array, open: "[", close: "]") { text in
            guard let value = text.value() else { return false }
            elements.append(value)
            return true
        }
        return isWhole ? elements : nil
    }

    private static let quote = UInt8(ascii: "\"")

    private static func parts(
        of bytes: Bytes, open: Unicode.Scalar, close: Unicode.Scalar, each: (inout JSONText) -> Bool
    ) -> Bool {
        var text = JSONText(bytes)
        guard text.skip(open) else { return false }
        if text.skip(close) { return text.isAtEnd }
        repeat {
            guard each(&text) else { return false }
        } while text.skip(",")
        return text.skip(close) && text.isAtEnd
    }

    private var isAtEnd: Bool { rest.allSatisfy(Self.isSpace) }

    private static func isSpace(_ byte: UInt8) -> Bool { byte == 32 || byte == 9 || byte == 10 || byte == 13 }

    private mutating func skip(_ character: Unicode.Scalar) -> Bool {
        rest = rest.drop(while: Self.isSpace)
        guard rest.first == UInt8(ascii: character) else { return false }
        rest.removeFirst()
        return true
    }

    /// The next value, from its first byte to its last.
    private mutating func value() -> Bytes? {
        rest = rest.drop(while: Self.isSpace)
        let start = rest.startIndex
        var depth = 0
        while let byte = rest.first {
            switch byte {
            case Self.quote:
                guard skipString() else { return nil }
                if depth == 0 { return whole[start..<rest.startIndex] }
                continue
            case UInt8(ascii: "{"), UInt8(ascii: "["): depth += 1
            case UInt8(ascii: "}"), UInt8(ascii: "]"):
                if depth == 0 { return rest.startIndex > start ? whole[start..<rest.startIndex] : nil }
                depth -= 1
                if depth == 0 {
                    rest.removeFirst()
                    return whole[start..<rest.startIndex]
                }
            case UInt8(ascii: ","), UInt8(ascii: ":"), 32, 9, 10, 13:
                if depth == 0 { return rest.startIndex > start ? whole[start..<rest.startIndex] : nil }
            default: break
            }
            rest.removeFirst()
        }
        return depth == 0 && rest.startIndex > start ? whole[start..<rest.startIndex] : nil
    }

    private mutating func skipString() -> Bool {
        rest.removeFirst()
        while let byte = rest.popFirst() {
            if byte == Self.quote { return true }
            if byte == UInt8(ascii: "\\"), rest.popFirst() == nil { return false }
        }
        return false
    }
}
