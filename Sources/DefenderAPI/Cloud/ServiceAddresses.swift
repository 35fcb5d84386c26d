/// Where a tenant's calls go and what its token is for. Three independent settings: a new API host does not imply a new
/// scope (defender-api, section 1.4).
public struct ServiceAddresses: Hashable, Sendable {
    /// Without a slash at its end.
    public var apiBase: String
    /// Without a slash at its end.
    public var authority: String
    /// Ends in `/.default`; passed on as it is.
    public var scope: String

    /// Slashes at the end of the two hosts are dropped.
    public init(apiBase: String, authority: String, scope: String) {
        self.apiBase = Self.withoutTrailingSlashes(apiBase)
        self.authority = Self.withoutTrailingSlashes(authority)
        self.scope = scope
    }

    private static func withoutTrailingSlashes(_ text: String) -> String {
        var rest = text[...]
        while rest.hasSuffix("/") { rest.removeLast() }
        return String(rest)
    }
}
