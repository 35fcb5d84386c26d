import LazaretCore

/// The shape of a client assertion: everything that can be said without the key. (defender-api, section 1.4)
enum ClientAssertion {
    static let federatedAudience = "api://AzureADTokenExchange"

    static func check(_ assertion: String, client: String, at now: Instant) throws(TokenError) {
        let parts = assertion.split(separator: ".", omittingEmptySubsequences: false)
        guard parts.count == 3, let header = object(parts[0]), let claims = object(parts[1]),
            let signature = Base64URL.decode(parts[2]), !signature.isEmpty
        else { throw .assertion("it is no signed JWT") }
        guard let algorithm = header["alg"]?.text, ["PS256", "RS256"].contains(algorithm) else {
            throw .assertion("its algorithm is neither PS256 nor RS256")
        }
        guard let audience = claims["aud"]?.text else { throw .assertion("it has no aud") }
        if audience != federatedAudience {
            guard header["x5t#S256"]?.text != nil || header["x5t"]?.text != nil else {
                throw .assertion("it names no certificate (x5t#S256 or x5t)")
            }
            guard audience.hasSuffix("/oauth2/v2.0/token") || audience.hasSuffix("/oauth2/token") else {
                throw .assertion("its aud is not the token endpoint")
            }
            guard claims["iss"]?.text == client, claims["sub"]?.text == client, claims["jti"]?.text != nil else {
                throw .assertion("iss and sub must be the client id, and jti must be there")
            }
        } else if claims["sub"]?.text == nil || claims["iss"]?.text == nil {
            throw .assertion("a federated token has iss and sub")
        }
        let seconds = now.milliseconds / 1000
        // Five minutes of clock difference are forgiven.
        guard case .integer(let expires)? = claims["exp"], expires > seconds - 300 else { throw .assertionTime }
        if case .integer(let begins)? = claims["nbf"], begins > seconds + 300 { throw .assertionTime }
    }

    private static func object(_ part: Substring) -> JSONValue? {
        guard let value = Base64URL.decode(part).flatMap({ JSONValue(parsing: $0) }), case .object = value else {
            return nil
        }
        return value
    }
}
