/// The parts of an absolute URL that lie before its path. Shared by targets and proxies.
struct URLParts: Hashable {
    /// In lower case.
    var scheme: String
    /// In lower case; an IPv6 address in its brackets.
    var host: String
    var port: Int?

    /// A fragment is never sent, and the others have no place in a URL.
    private static func isForbidden(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "\""), UInt8(ascii: "#"), UInt8(ascii: "\\"), UInt8(ascii: "<"), UInt8(ascii: ">"),
            UInt8(ascii: "^"), UInt8(ascii: "`"), UInt8(ascii: "{"), UInt8(ascii: "|"), UInt8(ascii: "}"):
            true
        default: byte <= 0x20 || byte >= 0x7F
        }
    }

    /// Whether every character may stand in a URL.
    static func isPlain(_ url: String) -> Bool { !url.utf8.contains(where: isForbidden) }

    /// What stands before path and query, as written. Of the rest no more than its characters is ever judged.
    static func origin(of url: String) -> Substring {
        let bytes = url.utf8
        guard let colon = bytes.firstIndex(of: UInt8(ascii: ":")), bytes[colon...].starts(with: "://".utf8) else {
            return url[...]
        }
        let authority = bytes.index(colon, offsetBy: 3)
        let end = bytes[authority...].firstIndex { $0 == UInt8(ascii: "/") || $0 == UInt8(ascii: "?") }
        return url[..<(end ?? url.endIndex)]
    }

    /// Accepts `scheme://host[:port][/path][?query]` in printable ASCII, without user information or fragment.
    init(_ url: String) throws(Destination.Refusal) {
        let bytes = Array(url.utf8)
        guard !bytes.contains(where: Self.isForbidden) else { throw .badCharacter }
        guard let colon = bytes.firstIndex(of: UInt8(ascii: ":")), bytes[colon...].starts(with: "://".utf8) else {
            throw .schemeNotAllowed
        }
        scheme = String(decoding: bytes[..<colon], as: UTF8.self).lowercased()
        let rest = bytes[(colon + 3)...]
        let authority = rest.prefix { $0 != UInt8(ascii: "/") && $0 != UInt8(ascii: "?") }
        guard !authority.contains(UInt8(ascii: "@")) else { throw .userInformation }

        let name: ArraySlice<UInt8>
        if authority.first == UInt8(ascii: "[") {
            guard let end = authority.firstIndex(of: UInt8(ascii: "]")) else { throw .badHost }
            name = authority[...end]
        } else {
            name = authority.prefix { $0 != UInt8(ascii: ":") }
        }
        host = String(decoding: name, as: UTF8.self).lowercased()
        guard HostName.isPlain(host) else { throw .badHost }

        let tail = authority[name.endIndex...]
        guard !tail.isEmpty else {
            port = nil
            return
        }
        let digits = tail.dropFirst()
        guard tail.first == UInt8(ascii: ":"), (1...5).contains(digits.count),
            digits.allSatisfy({ $0 >= UInt8(ascii: "0") && $0 <= UInt8(ascii: "9") }),
            let number = Int(String(decoding: digits, as: UTF8.self)), (1...65535).contains(number)
        else { throw .badPort }
        port = number
    }
}
