/// Which way a request takes: the decision that is then told to libcurl.
enum ProxyRoute: Hashable, Sendable {
    /// No proxy, whatever the environment says.
    case direct
    /// Through this proxy, except to the hosts of `noProxy` (nil: of `NO_PROXY`).
    case configured(String, noProxy: String?)
    /// As `HTTPS_PROXY`, `ALL_PROXY` and, where `noProxy` is nil, `NO_PROXY` say.
    case environment(noProxy: String?)

    /// Clear text leaves the machine by no way: to a loopback host over http, only a configured proxy on loopback is used.
    static func decide(
        for destination: Destination, bypassesProxy: Bool, settings: TransportSettings
    ) -> ProxyRoute {
        guard !bypassesProxy else { return .direct }
        let noProxy = settings.noProxy.isEmpty ? nil : settings.noProxy
        let isClearText = destination.scheme == .http
        if settings.proxy.isEmpty { return isClearText ? .direct : .environment(noProxy: noProxy) }
        if isClearText, !isOnLoopback(settings.proxy) { return .direct }
        return .configured(settings.proxy, noProxy: noProxy)
    }

    /// Whether `proxy` is one that a transport can be made with: a known scheme or none, a plain host, a port or none, and
    /// no user information (credentials do not belong into the configuration).
    static func isUsable(_ proxy: String) -> Bool {
        guard let parts = parse(proxy) else { return false }
        return ["http", "https", "socks5", "socks5h"].contains(parts.scheme)
    }

    private static func isOnLoopback(_ proxy: String) -> Bool {
        parse(proxy).map { HostName.isLoopback($0.host) } ?? false
    }

    private static func parse(_ proxy: String) -> URLParts? {
        let hasScheme = proxy.contains("://")
        let url = hasScheme ? proxy : "http://" + proxy
        // Nil says all that the caller asks: not a proxy.
        return try? URLParts(url)
    }
}
