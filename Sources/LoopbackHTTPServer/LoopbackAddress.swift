import NIOCore

/// Where to listen: a loopback IP address (127.0.0.0/8 or ::1) and a port; port 0 lets the system choose.
public struct LoopbackAddress: Hashable, Sendable, CustomStringConvertible {
    public let host: String
    public let port: Int

    /// `host` is an IP literal, or `localhost` for 127.0.0.1. Any other host is refused without asking a resolver.
    public init(host: String, port: Int) throws(LoopbackServerError) {
        let literal = host.lowercased() == "localhost" ? "127.0.0.1" : host
        guard (0...65535).contains(port), Self.isLoopback(literal) else { throw .notLoopback("\(host):\(port)") }
        self.host = literal
        self.port = port
    }

    /// `127.0.0.1:9464`, `localhost:0`, `[::1]:8080`.
    public init(_ text: String) throws(LoopbackServerError) {
        guard let colon = text.lastIndex(of: ":"), let port = Int(text[text.index(after: colon)...]) else {
            throw .notLoopback(text)
        }
        var host = text[..<colon]
        if host.hasPrefix("["), host.hasSuffix("]") {
            host = host.dropFirst().dropLast()
        } else if host.contains(":") {
            throw .notLoopback(text)
        }
        try self.init(host: String(host), port: port)
    }

    /// `host:port` as a URL writes it.
    public var description: String { host.contains(":") ? "[\(host)]:\(port)" : "\(host):\(port)" }

    private static func isLoopback(_ literal: String) -> Bool {
        // Not an IP literal: not loopback, and never asked of a resolver.
        guard let address = try? SocketAddress(ipAddress: literal, port: 0) else { return false }
        switch address {
        case .v4: return literal.split(separator: ".").first == "127"
        case .v6: return address.ipAddress == "::1"
        case .unixDomainSocket: return false
        }
    }
}
