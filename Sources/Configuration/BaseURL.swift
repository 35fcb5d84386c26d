/// The address of an API or a sign-in authority: `https`, or `http` where the host is loopback (contract, section 2).
struct BaseURL {
    /// Without a trailing slash.
    let text: String

    init?(_ text: String) {
        guard text.utf8.allSatisfy({ $0 > 32 && $0 < 127 }) else { return nil }
        let rest: Substring
        let isPlain: Bool
        if text.lowercased().hasPrefix("https://") {
            rest = text.dropFirst(8)
            isPlain = false
        } else if text.lowercased().hasPrefix("http://") {
            rest = text.dropFirst(7)
            isPlain = true
        } else {
            return nil
        }
        let authority = rest.prefix { $0 != "/" && $0 != "?" && $0 != "#" }
        guard !authority.contains("@"), !rest.contains("?"), !rest.contains("#"), !authority.contains("\\"),
            let host = Self.host(of: authority), !host.isEmpty
        else { return nil }
        guard !isPlain || LoopbackHost.isLoopback(host) else { return nil }
        self.text = text.hasSuffix("/") ? String(text.dropLast()) : text
    }

    private static func host(of authority: Substring) -> String? {
        let host: Substring
        let rest: Substring
        if authority.hasPrefix("[") {
            guard let end = authority.firstIndex(of: "]") else { return nil }
            host = authority[authority.index(after: authority.startIndex)..<end]
            rest = authority[authority.index(after: end)...]
        } else {
            host = authority.prefix { $0 != ":" }
            rest = authority.dropFirst(host.count)
        }
        guard rest.isEmpty || (rest.first == ":" && Int(rest.dropFirst()).map { (1...65_535).contains($0) } ?? false)
        else { return nil }
        return String(host)
    }
}

/// Hosts that never leave this machine.
enum LoopbackHost {
    static func isLoopback(_ host: String) -> Bool {
        let name = host.lowercased()
        if name == "localhost" || name == "::1" { return true }
        let parts = name.split(separator: ".", omittingEmptySubsequences: false)
        return parts.count == 4 && parts[0] == "127"
            && parts.allSatisfy { part in part.count <= 3 && UInt8(part) != nil && part.allSatisfy(\.isASCII) }
    }
}

extension ListenAddress {
    /// `127.0.0.1:9464`, `[::1]:9464`, `localhost:0`. Nil for anything that is not loopback.
    init?(_ text: String) {
        let host: Substring
        let port: Substring
        if text.hasPrefix("["), let end = text.firstIndex(of: "]") {
            host = text[text.index(after: text.startIndex)..<end]
            let rest = text[text.index(after: end)...]
            guard rest.first == ":" else { return nil }
            port = rest.dropFirst()
        } else {
            guard let colon = text.lastIndex(of: ":") else { return nil }
            host = text[..<colon]
            port = text[text.index(after: colon)...]
        }
        guard LoopbackHost.isLoopback(String(host)), let number = Int(port), (0...65_535).contains(number) else {
            return nil
        }
        self.init(host: String(host), port: number)
    }
}
