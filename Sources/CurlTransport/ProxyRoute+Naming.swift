import Foundation

extension ProxyRoute {
    /// libcurl's order for https; lower case wins.
    private static let variables = ["https_proxy", "HTTPS_PROXY", "all_proxy", "ALL_PROXY"]

    private static func variable(_ environment: [String: String]) -> String? {
        variables.first { environment[$0]?.isEmpty == false }
    }

    /// Whether a request over https that follows the environment can meet a proxy at all.
    static func isProxyNamed(in environment: [String: String]) -> Bool { variable(environment) != nil }

    /// The same way, for an environment that names no proxy: libcurl need not look through it for each request. Sound for
    /// https alone, as ``isProxyNamed(in:)`` looks for no `http_proxy`; and ``decide(for:bypassesProxy:settings:)`` never
    /// lets a request over http follow the environment.
    var withoutEnvironment: ProxyRoute {
        if case .environment = self { .direct } else { self }
    }

    /// The proxy that a request to `host` meets, for people to read; libcurl decides by itself. Nil: none.
    func proxy(to host: String, environment: [String: String]) -> String? {
        let named: String?
        let exceptions: String?
        switch self {
        case .direct: return nil
        case .configured(let proxy, let noProxy):
            named = proxy
            exceptions = noProxy
        case .environment(let noProxy):
            named = Self.variable(environment).flatMap { name in
                environment[name].map { "\(Self.withoutUser($0)) (\(name))" }
            }
            exceptions = noProxy
        }
        let list = exceptions ?? environment["no_proxy"] ?? environment["NO_PROXY"] ?? ""
        return NoProxyList(list).excepts(host) ? nil : named
    }

    /// An environment variable may hold a password.
    private static func withoutUser(_ proxy: String) -> String {
        guard let at = proxy.lastIndex(of: "@") else { return proxy }
        let scheme = proxy.range(of: "://").map { String(proxy[..<$0.upperBound]) } ?? ""
        return scheme + proxy[proxy.index(after: at)...]
    }
}
