/// The name as text, for `alerts.source_file`, logs and `reason.json` (contract, section 8).
///
/// UTF-8 stays as it is, control characters included; each byte that is not UTF-8 becomes `%FF`. So that no two names give
/// the same text, a `%` that would read as such an escape becomes `%25`; any other `%` stays.
extension FileName: CustomStringConvertible {
    public var description: String {
        let bytes = bytes
        if !bytes.contains(UInt8(ascii: "%")), let text = String(validating: bytes, as: UTF8.self) { return text }
        var text = ""
        var position = 0
        while position < bytes.count {
            if let length = Self.scalarLength(bytes[position...]) {
                let scalar = bytes[position..<position + length]
                text += Self.readsAsEscape(bytes[position...]) ? "%25" : String(decoding: scalar, as: UTF8.self)
                position += length
            } else {
                text += "%" + Self.hex(bytes[position])
                position += 1
            }
        }
        return text
    }

    /// The name that gives this text.
    init(decoding text: some StringProtocol) {
        let bytes = Array(text.utf8)
        var name: [UInt8] = []
        var position = 0
        while position < bytes.count {
            let rest = bytes[position...]
            // Only what is ever escaped: a `/` or NUL cannot come back.
            if Self.readsAsEscape(rest),
                let byte = UInt8(String(decoding: rest.dropFirst().prefix(2), as: UTF8.self), radix: 16),
                byte >= 0x80 || byte == UInt8(ascii: "%")
            {
                name.append(byte)
                position += 3
            } else {
                name.append(bytes[position])
                position += 1
            }
        }
        self.init(bytes: name)
    }

    /// Nil where the bytes do not begin with one well-formed character.
    private static func scalarLength(_ bytes: ArraySlice<UInt8>) -> Int? {
        (1...4).first { length in
            bytes.count >= length && String(validating: bytes.prefix(length), as: UTF8.self) != nil
        }
    }

    private static func readsAsEscape(_ bytes: ArraySlice<UInt8>) -> Bool {
        guard bytes.first == UInt8(ascii: "%"), bytes.count >= 3 else { return false }
        return bytes.dropFirst().prefix(2).allSatisfy { byte in
            switch byte {
            case 48...57, 65...70, 97...102: true
            default: false
            }
        }
    }

    private static func hex(_ byte: UInt8) -> String {
        let digits = String(byte, radix: 16, uppercase: true)
        return digits.count == 1 ? "0" + digits : digits
    }
}
