import HTTPTransport

/// How ``CurlTransport`` carries requests. Read once, when a transport is made; a reload makes a new transport.
///
/// There is no setting that turns certificate verification, the deadlines or the size limits off.
public struct TransportSettings: Hashable, Sendable {
    /// The lowest TLS version that is spoken, with servers and with `https` proxies.
    public enum TLSVersion: String, CaseIterable, Sendable {
        case v1_2 = "1.2"
        case v1_3 = "1.3"
    }

    /// For resolving, connecting, the proxy's CONNECT and the TLS handshake together.
    public var connectTimeout: Duration = .seconds(10)
    /// For the whole call, from `send` to the last byte, time spent waiting for a free connection included.
    public var timeout: Duration = .seconds(60)
    /// Between two pieces of an answer, once it has begun. The time until it begins is the server's, within `timeout`.
    public var stallTimeout: Duration = .seconds(30)

    /// `[http|https|socks5|socks5h://]host:port`. Empty: `HTTPS_PROXY` and its kin, as libcurl reads them.
    public var proxy: String = ""
    /// Hosts that are reached without a proxy, as in `NO_PROXY`. Empty: `NO_PROXY`, as libcurl reads it.
    public var noProxy: String = ""
    public var proxyCredential: ProxyCredential?

    /// A PEM file whose certificates are trusted in addition to the system's. Empty: the system's alone.
    public var caFile: String = ""
    /// The PEM bundle of the system's trust. Nil: the one that libcurl was built with, or its directory where there is none.
    public var systemTrustFile: String?
    public var minimumTLS: TLSVersion = .v1_2

    /// A longer body ends the exchange with `.tooLarge`, at the first byte that shows it.
    public var maximumReplyBytes: Int = 64 << 20
    /// Of all header lines of one exchange together, interim answers and trailers included; more is `.protocol`.
    public var maximumHeaderBytes: Int = 64 << 10
    /// Header lines of one exchange; more is `.protocol`.
    public var maximumHeaderCount: Int = 256
    /// Exchanges that run at once. Others wait their turn, in order, within their own deadline.
    public var maximumConnections: Int = 64

    /// Product and version, as `lazaret/1.0`.
    public var userAgent: String = "lazaret"

    public init() {}

    /// Throws `.unusable` for what no transport can be made with.
    func validate() throws(TransportError) {
        guard proxy.isEmpty || ProxyRoute.isUsable(proxy) else {
            throw .refused("the proxy is not [http|https|socks5|socks5h://]host:port")
        }
        guard userAgent.utf8.allSatisfy({ $0 >= 0x20 && $0 < 0x7F }) else {
            throw .refused("the user agent is not plain text")
        }
        guard min(maximumReplyBytes, maximumHeaderBytes, maximumHeaderCount, maximumConnections) > 0 else {
            throw .refused("a maximum is not positive")
        }
    }
}
