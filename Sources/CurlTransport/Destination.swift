/// Where a URL leads, as far as it decides whether a request may go there.
///
/// The accepted grammar is narrower than RFC 3986 on purpose: what it accepts, every parser reads in the same way, so that
/// the host that was judged is the host that libcurl connects to.
public struct Destination: Hashable, Sendable {
    public enum Scheme: String, Sendable {
        case http
        case https
    }

    /// Why no request goes there.
    public enum Refusal: String, Error, Sendable {
        case badCharacter = "a character that has no place in a URL"
        case schemeNotAllowed = "the scheme is neither https nor http"
        case userInformation = "a user name or password in the URL"
        case badHost = "the host is not a plain name or address"
        case badPort = "the port is not a number from 1 to 65535"
        case clearText = "http is only spoken to a loopback host"
        case metadataThroughProxy = "instance metadata is only asked without a proxy"
    }

    public var scheme: Scheme
    /// In lower case; an IPv6 address in its brackets.
    public var host: String
    public var port: Int

    /// Judges an absolute URL.
    public init(_ url: String, bypassesProxy: Bool = false) throws(Refusal) {
        let parts = try URLParts(url)
        guard let scheme = Scheme(rawValue: parts.scheme) else { throw .schemeNotAllowed }
        self.scheme = scheme
        host = parts.host
        port = parts.port ?? (scheme == .https ? 443 : 80)
        guard scheme == .http, !isLoopback else { return }
        guard host == Self.instanceMetadata, port == 80 else { throw .clearText }
        guard bypassesProxy else { throw .metadataThroughProxy }
    }

    /// Azure's instance metadata service: reachable from the machine alone, and over http only.
    static let instanceMetadata = "169.254.169.254"

    /// 127.0.0.0/8, ::1 and `localhost`, which libcurl resolves to these itself.
    var isLoopback: Bool { HostName.isLoopback(host) }

    /// What error messages name: no path, no query.
    var origin: String { "\(scheme.rawValue)://\(host):\(port)" }
}
