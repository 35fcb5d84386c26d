/// Host names and addresses in the one spelling that every parser reads alike. All names are in lower case.
enum HostName {
    /// A DNS name, a dotted address of four decimal numbers, or an IPv6 address in brackets without a zone.
    ///
    /// Other spellings of an IPv4 address (`2130706433`, `0x7f.1`, `127.1`, `010.0.0.1`) are refused: parsers differ on them.
    static func isPlain(_ host: String) -> Bool {
        if host.hasPrefix("[") { return isBracketedAddress(host) }
        guard host.utf8.count <= 253 else { return false }
        let labels = host.split(separator: ".", omittingEmptySubsequences: false)
        guard let last = labels.last, labels.allSatisfy(isLabel) else { return false }
        guard last.utf8.first.map(isDigit) == true else { return true }
        return octets(host) != nil
    }

    static func isLoopback(_ host: String) -> Bool {
        host == "localhost" || host == "[::1]" || octets(host)?.first == 127
    }

    /// The four numbers of a dotted address, each 0 to 255 and without leading zeros.
    static func octets(_ host: String) -> [UInt8]? {
        let labels = host.split(separator: ".", omittingEmptySubsequences: false)
        guard labels.count == 4 else { return nil }
        let numbers = labels.compactMap { label in
            label.utf8.allSatisfy(isDigit) && (label.utf8.count == 1 || label.utf8.first != UInt8(ascii: "0"))
                ? UInt8(label) : nil
        }
        return numbers.count == 4 ? numbers : nil
    }

    private static func isBracketedAddress(_ host: String) -> Bool {
        guard host.hasSuffix("]") else { return false }
        let address = host.utf8.dropFirst().dropLast()
        return (2...45).contains(address.count) && address.contains(UInt8(ascii: ":"))
            && address.allSatisfy {
                isDigit($0) || isHexLetter($0) || $0 == UInt8(ascii: ":") || $0 == UInt8(ascii: ".")
            }
    }

    private static func isLabel(_ label: Substring) -> Bool {
        (1...63).contains(label.utf8.count) && label.utf8.first != UInt8(ascii: "-")
            && label.utf8.allSatisfy { byte in
                isDigit(byte) || (byte >= UInt8(ascii: "a") && byte <= UInt8(ascii: "z")) || byte == UInt8(ascii: "-")
                    || byte == UInt8(ascii: "_")
            }
    }

    private static func isDigit(_ byte: UInt8) -> Bool { byte >= UInt8(ascii: "0") && byte <= UInt8(ascii: "9") }
    private static func isHexLetter(_ byte: UInt8) -> Bool { byte >= UInt8(ascii: "a") && byte <= UInt8(ascii: "f") }
}
