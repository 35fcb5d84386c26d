import Foundation
import LazaretCore

/// The JWT with which an application proves that it holds its certificate's key (defender-api, section 1.4).
struct ClientAssertion {
    var audience: String
    var clientID: String
    var now: Instant
    /// A UUID that was never used before.
    var id: String

    /// Ten minutes: long enough for a slow call, short enough to be of little use to a thief.
    private static let life: Int64 = 600

    private struct Header: Encodable {
        var alg: String
        var typ = "JWT"
        var x5t: String?
        var x5tS256: String?

        enum CodingKeys: String, CodingKey {
            case alg, typ, x5t
            case x5tS256 = "x5t#S256"
        }
    }

    private struct Claims: Encodable {
        var aud, iss, sub, jti: String
        var nbf, iat, exp: Int64
    }

    /// PS256 names the certificate by SHA-256 (`x5t#S256`), RS256 by SHA-1 (`x5t`).
    func signed(
        by key: ClientKey, for certificate: ClientCertificate, _ kind: CertificateCredential.Signature
    ) throws -> Secret {
        var header = Header(alg: kind.rawValue)
        switch kind {
        case .ps256: header.x5tS256 = Base64URL.encode(certificate.thumbprintSHA256)
        case .rs256: header.x5t = Base64URL.encode(certificate.thumbprintSHA1)
        }
        let seconds = now.milliseconds / 1000
        let claims = Claims(
            aud: audience, iss: clientID, sub: clientID, jti: id, nbf: seconds, iat: seconds, exp: seconds + Self.life)
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        let input = Base64URL.encode(try encoder.encode(header)) + "." + Base64URL.encode(try encoder.encode(claims))
        return Secret(input + "." + Base64URL.encode(try key.signature(of: Array(input.utf8), kind)))
    }
}
