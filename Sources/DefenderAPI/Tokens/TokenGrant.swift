/// Whom a token is for, and for what: the client-credentials grant without its credential (defender-api, section 1.4).
public struct TokenGrant: Hashable, Sendable {
    /// The Entra tenant: a GUID or a domain.
    public var tenantID: String
    /// The application (client) id.
    public var clientID: String
    public var authority: String
    /// Ends in `/.default`.
    public var scope: String

    public init(tenantID: String, clientID: String, addresses: ServiceAddresses) {
        self.tenantID = tenantID
        self.clientID = clientID
        authority = addresses.authority
        scope = addresses.scope
    }

    /// The v2.0 token endpoint, which is also the audience of a client assertion.
    public var tokenURL: String {
        "\(authority)/\(URLEncoding.component(tenantID))/oauth2/v2.0/token"
    }

    /// The resource that the instance metadata service wants in place of a scope.
    var resource: String {
        scope.hasSuffix("/.default") ? String(scope.dropLast("/.default".count)) : scope
    }
}
