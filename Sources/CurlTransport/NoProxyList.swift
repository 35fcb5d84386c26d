import Glibc

/// A list of hosts that are reached without a proxy, read as libcurl 7.88 reads it (`lib/noproxy.c`): to say which way a request
/// will take. libcurl decides by itself.
struct NoProxyList {
    private let entries: [Substring]

    init(_ list: String) {
        entries = list.split { $0 == "," || $0 == " " || $0 == "\t" }
    }

    /// `host`: in lower case, an IPv6 address in its brackets.
    func excepts(_ host: String) -> Bool {
        // An asterisk counts alone.
        if entries == ["*"] { return true }
        // An IPv6 address is compared as text, without its brackets; networks are IPv4's alone.
        if host.hasPrefix("[") { return entries.contains { Self.isBelow(String(host.dropFirst().dropLast()), $0) } }
        if let address = Self.bytes(host) { return entries.contains { Self.matches(address, $0) } }
        return entries.contains { Self.isBelow(host, $0) }
    }

    /// A name matches itself and what lies below it.
    private static func isBelow(_ host: String, _ entry: Substring) -> Bool {
        var name = entry.lowercased()
        if name.hasSuffix(".") { name.removeLast() }
        if name.hasPrefix(".") { name.removeFirst() }
        let host = host.hasSuffix(".") ? String(host.dropLast()) : host
        return !name.isEmpty && (host == name || host.hasSuffix("." + name))
    }

    /// An address, or one with the length of a network.
    private static func matches(_ address: [UInt8], _ entry: Substring) -> Bool {
        let parts = entry.split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false)
        guard let network = bytes(parts[0]) else { return false }
        let told = parts.count > 1 ? Int(parts[1]) ?? 0 : 0
        // No length and a length of nothing mean the whole address.
        let bits = told == 0 ? 32 : told
        guard (1...32).contains(bits) else { return false }
        let whole = bits / 8
        guard address.prefix(whole) == network.prefix(whole) else { return false }
        let rest = bits % 8
        return rest == 0 || (address[whole] ^ network[whole]) >> UInt8(8 - rest) == 0
    }

    private static func bytes(_ text: some StringProtocol) -> [UInt8]? {
        var bytes = [UInt8](repeating: 0, count: 4)
        return inet_pton(AF_INET, String(text), &bytes) == 1 ? bytes : nil
    }
}
