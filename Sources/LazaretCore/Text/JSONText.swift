/// Writing JSON: strings exactly, keys in the order given. (Reading is done elsewhere, once for each purpose.)
public enum JSONText {
    /// A string in quotes; control characters, quotes and backslashes escaped, everything else as it is.
    public static func quoted(_ text: String) -> String {
        var bytes: [UInt8] = [UInt8(ascii: "\"")]
        bytes.reserveCapacity(text.utf8.count + 2)
        for byte in text.utf8 {
            switch byte {
            case UInt8(ascii: "\""): bytes += [UInt8(ascii: "\\"), UInt8(ascii: "\"")]
            case UInt8(ascii: "\\"): bytes += [UInt8(ascii: "\\"), UInt8(ascii: "\\")]
            case 10: bytes += [UInt8(ascii: "\\"), UInt8(ascii: "n")]
            case 13: bytes += [UInt8(ascii: "\\"), UInt8(ascii: "r")]
            case 9: bytes += [UInt8(ascii: "\\"), UInt8(ascii: "t")]
            case 0..<32, 127:
                let hex = String(byte, radix: 16)
                bytes += Array(("\\u" + String(repeating: "0", count: 4 - hex.count) + hex).utf8)
            default: bytes.append(byte)
            }
        }
        bytes.append(UInt8(ascii: "\""))
        return String(decoding: bytes, as: UTF8.self)
    }

    /// An object whose values are JSON already.
    public static func object(_ members: [(key: String, value: String)]) -> String {
        "{" + members.map { quoted($0.key) + ": " + $0.value }.joined(separator: ", ") + "}"
    }

    /// A string or `null`.
    public static func optional(_ text: String?) -> String { text.map(quoted) ?? "null" }
}
