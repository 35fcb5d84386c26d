/// A request header in the form in which libcurl takes it.
enum HeaderLine {
    /// Why a header is not sent.
    enum Refusal: String, Error {
        case badName = "a header name is not a token"
        case badValue = "a header value holds a control character"
        case reserved = "a header that belongs to the transport"
    }

    /// Framing, routing and connection handling are libcurl's.
    private static let reserved: Set<String> = [
        "connection", "content-length", "expect", "host", "keep-alive", "te", "trailer", "transfer-encoding", "upgrade",
    ]

    /// libcurl reads `Name:` as "do not send" and `Name;` as "send it with an empty value".
    static func make(name: String, value: String) throws(Refusal) -> String {
        guard !name.isEmpty, name.utf8.allSatisfy(isTokenCharacter) else { throw .badName }
        let lowered = name.lowercased()
        guard !reserved.contains(lowered), !lowered.hasPrefix("proxy-") else { throw .reserved }
        guard value.utf8.allSatisfy({ ($0 >= 0x20 && $0 != 0x7F) || $0 == 0x09 }) else { throw .badValue }
        let isBlank = value.utf8.allSatisfy { $0 == 0x20 || $0 == 0x09 }
        return isBlank ? "\(name);" : "\(name): \(value)"
    }

    /// RFC 9110, section 5.6.2.
    private static func isTokenCharacter(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"):
            true
        default:
            "!#$%&'*+-.^_`|~".utf8.contains(byte)
        }
    }
}
