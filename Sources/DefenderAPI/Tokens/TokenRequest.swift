import HTTPTransport

/// The calls that yield a token, as values (defender-api, section 1.4).
enum TokenRequest {
    static func clientSecret(_ secret: Secret, grant: TokenGrant) -> HTTPRequest {
        post(grant, [], ("client_secret", secret))
    }

    /// `assertion`: signed by us (certificate) or by another issuer (federated identity).
    static func assertion(_ assertion: Secret, grant: TokenGrant) -> HTTPRequest {
        post(
            grant,
            [("client_assertion_type", "urn:ietf:params:oauth:client-assertion-type:jwt-bearer")],
            ("client_assertion", assertion))
    }

    /// Plain HTTP to a link-local address of the host itself, past every proxy.
    static func managedIdentity(_ identity: ManagedIdentity, grant: TokenGrant) -> HTTPRequest {
        var query = [("api-version", "2018-02-01"), ("resource", grant.resource)]
        if let id = identity.clientID { query.append(("client_id", id)) }
        if let id = identity.objectID { query.append(("object_id", id)) }
        if let id = identity.resourceID { query.append(("msi_res_id", id)) }
        let text = query.map { "\($0)=\(URLEncoding.component($1))" }.joined(separator: "&")
        return HTTPRequest(
            method: .get, url: "\(identity.endpoint)?\(text)",
            headers: [("Metadata", "true"), ("Accept", "application/json")], bypassesProxy: true)
    }

    private static func post(
        _ grant: TokenGrant, _ more: [(name: String, value: String)], _ secret: (name: String, value: Secret)
    ) -> HTTPRequest {
        let fields = [
            ("grant_type", "client_credentials"), ("client_id", grant.clientID), ("scope", grant.scope),
        ]
        return HTTPRequest(
            method: .post, url: grant.tokenURL,
            headers: [("Content-Type", "application/x-www-form-urlencoded"), ("Accept", "application/json")],
            content: URLEncoding.form(fields + more, secret: secret), isolated: true)
    }
}
