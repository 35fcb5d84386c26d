/// The name and password for the proxy. Prints as `[redacted]`, also inside another value.
public struct ProxyCredential: Hashable, Sendable {
    let user: String
    let password: String

    /// `user:password`, split at the first colon; both taken literally. Nil without a colon or a user, or with a control
    /// character in either.
    public init?(_ userAndPassword: String) {
        let parts = userAndPassword.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
        guard parts.count == 2, !parts[0].isEmpty else { return nil }
        guard !userAndPassword.utf8.contains(where: { $0 < 0x20 || $0 == 0x7F }) else { return nil }
        user = String(parts[0])
        password = String(parts[1])
    }

    /// libcurl percent-decodes proxy names and passwords, so every byte that could be changed by that is encoded.
    static func percentEncoded(_ text: String) -> String {
        let digits = Array("0123456789ABCDEF".utf8)
        var bytes: [UInt8] = []
        for byte in text.utf8 {
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"):
                bytes.append(byte)
            default:
                bytes += [UInt8(ascii: "%"), digits[Int(byte >> 4)], digits[Int(byte & 15)]]
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}

extension ProxyCredential: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    public var description: String { "[redacted]" }
    public var debugDescription: String { "[redacted]" }
    public var customMirror: Mirror { Mirror(self, children: []) }
}
