public import LazaretCore

/// What an access token says about itself. Decoded, never verified: for people, not for decisions.
public struct AccessTokenClaims: Hashable, Sendable {
    public var audience: String?
    /// Application roles (`Machine.StopAndQuarantine`, …).
    public var roles: [String]
    public var tenantID: String?
    public var appID: String?
    public var issuedAt: Instant?
    public var expiresAt: Instant?

    /// Nil where the token is not a JWT with a readable payload.
    init?(_ token: Secret) {
        let parts = token.revealed.split(separator: ".", omittingEmptySubsequences: false)
        guard parts.count == 3, let payload = Base64URL.decode(parts[1]), let object = LenientObject(payload) else {
            return nil
        }
        audience = (object.string("aud") ?? object.strings("aud").first).map { ReadableText.cleaned($0, limit: 200) }
        roles = object.strings("roles").map { ReadableText.cleaned($0, limit: 100) }
        tenantID = object.string("tid").map { ReadableText.cleaned($0, limit: 100) }
        appID = object.string("appid", "azp").map { ReadableText.cleaned($0, limit: 100) }
        issuedAt = object.integer("iat").flatMap(Self.instant)
        expiresAt = object.integer("exp").flatMap(Self.instant)
    }

    /// What is not granted that `operation` needs: one text a gap, with alternatives named.
    public func missingRoles(for operation: Operation) -> [String] {
        RequiredRole.all(for: operation).filter { !$0.isGranted(by: roles) }.map(\.description)
    }

    private static func instant(_ seconds: Int64) -> Instant? {
        guard (0...253_402_300_799).contains(seconds) else { return nil }
        return Instant(milliseconds: seconds * 1000)
    }
}
