/// A second reader, written for plainness alone: decoded text, recursion, a `Set` of keys. What the gate lets through is
/// exactly what this accepts.
public struct ReferenceJSON {
    private struct Refused: Error {}

    private var rest: ArraySlice<Unicode.Scalar>

    public static func accepts(_ bytes: [UInt8]) -> Bool {
        guard let text = String(validating: bytes, as: UTF8.self) else { return false }
        var reader = ReferenceJSON(rest: Array(text.unicodeScalars)[...])
        do {
            try reader.value(depth: 0)
            return reader.rest.isEmpty
        } catch {
            return false
        }
    }

    private mutating func value(depth: Int) throws {
        space()
        switch rest.first {
        case "{": try object(depth: depth + 1)
        case "[": try array(depth: depth + 1)
        case "\"": _ = try string()
        case "t": try word("true")
        case "f": try word("false")
        case "n": try word("null")
        default: try number()
        }
        space()
    }

    private mutating func object(depth: Int) throws {
        guard depth <= 64 else { throw Refused() }
        try word("{")
        space()
        if take("}") { return }
        var keys: Set<[UInt32]> = []
        repeat {
            space()
            guard keys.insert(try string()).inserted else { throw Refused() }
            space()
            try word(":")
            try value(depth: depth)
        } while take(",")
        try word("}")
    }

    private mutating func array(depth: Int) throws {
        guard depth <= 64 else { throw Refused() }
        try word("[")
        space()
        if take("]") { return }
        repeat { try value(depth: depth) } while take(",")
        try word("]")
    }

    /// The code points that the string reads as; half a surrogate pair reads as U+FFFD.
    private mutating func string() throws -> [UInt32] {
        try word("\"")
        var units: [UInt16] = []
        while !take("\"") {
            guard let scalar = rest.popFirst(), scalar.value >= 0x20 else { throw Refused() }
            guard scalar == "\\" else {
                units += Array(String(Character(scalar)).utf16)
                continue
            }
            guard let letter = rest.popFirst() else { throw Refused() }
            switch letter {
            case "\"", "\\", "/": units.append(UInt16(letter.value))
            case "b": units.append(8)
            case "f": units.append(12)
            case "n": units.append(10)
            case "r": units.append(13)
            case "t": units.append(9)
            case "u":
                let digits = String(String.UnicodeScalarView(rest.prefix(4)))
                guard digits.utf8.count == 4, digits.allSatisfy(\.isHexDigit), let unit = UInt16(digits, radix: 16)
                else { throw Refused() }
                units.append(unit)
                rest = rest.dropFirst(4)
            default: throw Refused()
            }
        }
        return String(decoding: units, as: UTF16.self).unicodeScalars.map(\.value)
    }

    private mutating func number() throws {
        _ = take("-")
        if !take("0") { try digits() }
        if take(".") { try digits() }
        if take("e") || take("E") {
            if !take("+") { _ = take("-") }
            try digits()
        }
    }

    private mutating func digits() throws {
        let count = rest.prefix { ("0"..."9").contains($0) }.count
        guard count > 0 else { throw Refused() }
        rest = rest.dropFirst(count)
    }

    private mutating func space() {
        rest = rest.drop { [" ", "\t", "\n", "\r"].contains($0) }
    }

    private mutating func take(_ scalar: Unicode.Scalar) -> Bool {
        guard rest.first == scalar else { return false }
        rest = rest.dropFirst()
        return true
    }

    private mutating func word(_ text: String) throws {
        guard rest.starts(with: text.unicodeScalars) else { throw Refused() }
        rest = rest.dropFirst(text.unicodeScalars.count)
    }
}
