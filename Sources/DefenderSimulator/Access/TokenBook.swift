import Foundation
import LazaretCore

/// The tokens issued and not yet expired or revoked. A token means nothing to another simulator.
struct TokenBook: Sendable {
    private var grants: [String: Grant] = [:]
    private var generator: SeededGenerator

    init(seed: UInt64) {
        generator = SeededGenerator(seed: seed, stream: 1)
    }

    var count: Int { grants.count }

    /// A JWT as Entra shapes it: readable claims, and a signature that nobody could verify.
    mutating func issue(
        tenant: String, app: String, audience: String, roles: [String], lifetime: Duration, at now: Moment
    ) -> String {
        grants = grants.filter { $0.value.expires > now.steady }
        let issued = now.wall.milliseconds / 1000
        let header: JSONValue = .object([.init("typ", .string("JWT")), .init("alg", .string("RS256"))])
        let claims: JSONValue = .object([
            .init("aud", .string(audience)), .init("iss", .string("https://sts.windows.net/\(tenant)/")),
            .init("iat", .integer(issued)), .init("nbf", .integer(issued)),
            .init("exp", .integer(issued + lifetime.milliseconds / 1000)), .init("appid", .string(app)),
            .init("appidacr", .string("1")), .init("idtyp", .string("app")),
            .init("roles", .array(roles.map { .string($0) })), .init("tid", .string(tenant)),
            .init("uti", .string(SeededGenerator.hex(generator.bytes(8)))), .init("ver", .string("1.0")),
        ])
        let token = [header.bytes, claims.bytes, generator.bytes(32)].map(Base64URL.encode).joined(separator: ".")
        grants[token] = Grant(tenant: tenant, app: app, roles: Set(roles), expires: now.steady + lifetime)
        return token
    }

    /// Nil where the header is missing or the token is unknown, expired or revoked.
    func grant(authorization: String?, at now: Steady) -> Grant? {
        guard let authorization, authorization.lowercased().hasPrefix("bearer "),
            let grant = grants[authorization.dropFirst(7).trimmingCharacters(in: .whitespaces)], grant.expires > now
        else { return nil }
        return grant
    }

    mutating func revokeAll() { grants = [:] }
}
