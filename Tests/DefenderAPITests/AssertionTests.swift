import Foundation
import HTTPTransport
import LazaretTestKit
import Testing

@testable import DefenderAPI

@Suite("Client assertions")
struct AssertionTests {
    /// Signs in with a certificate and returns the assertion that went out.
    private func assertion(_ signature: CertificateCredential.Signature, key: String) async throws -> String {
        var found: String?
        try await withTemporaryDirectory { directory in
            try write(TestKeys.certificate, to: directory + "/c.crt", mode: 0o644)
            try write(key, to: directory + "/c.key")
            try write(TestKeys.passphrase, to: directory + "/c.pass")
            let tenant = TestTenant(
                .certificate(
                    CertificateCredential(
                        certificateFile: directory + "/c.crt", privateKeyFile: directory + "/c.key",
                        passphraseFile: directory + "/c.pass", signature: signature)))
            _ = try await tenant.token()
            #expect(await tenant.tokens.status().certificateNotAfter != nil)
            let request = try #require(tenant.transport.requests("oauth2").first)
            let form = URLComponents(string: "?" + String(decoding: request.body, as: UTF8.self))
            let fields = form?.queryItems ?? []
            #expect(
                fields.first { $0.name == "client_assertion_type" }?.value
                    == "urn:ietf:params:oauth:client-assertion-type:jwt-bearer")
            #expect(!fields.contains { $0.name == "client_secret" })
            found = fields.first { $0.name == "client_assertion" }?.value
        }
        return try #require(found)
    }

    @Test(
        "An independent library accepts signature, thumbprint and claims",
        .enabled(if: PythonVerifier.isAvailable, "python3 with the cryptography package is not here"),
        arguments: CertificateCredential.Signature.allCases, [TestKeys.rsaPKCS8, TestKeys.encryptedPKCS1])
    func verified(signature: CertificateCredential.Signature, key: String) async throws {
        let jwt = try await assertion(signature, key: key)
        let parts = try PythonVerifier.verified(jwt: jwt, certificate: TestKeys.certificate)
        let header = try #require(parts["header"] as? [String: Any])
        #expect(header["alg"] as? String == signature.rawValue && header["typ"] as? String == "JWT")
        let claims = try #require(parts["claims"] as? [String: Any])
        #expect(claims["aud"] as? String == TestTenant.tokenURL)
        #expect(claims["iss"] as? String == "client-1" && claims["sub"] as? String == "client-1")
        #expect(claims["jti"] as? String == "00000000-0000-4000-8000-00000000000a")
        #expect(claims["nbf"] as? Int == 1_767_225_600 && claims["iat"] as? Int == 1_767_225_600)
        #expect(claims["exp"] as? Int == 1_767_225_600 + 600)
    }

    @Test(
        "The library would notice a wrong key",
        .enabled(if: PythonVerifier.isAvailable, "python3 with the cryptography package is not here"))
    func notVerified() async throws {
        let jwt = try await assertion(.ps256, key: TestKeys.rsaPKCS8)
        #expect(throws: (any Error).self) {
            try PythonVerifier.verified(jwt: jwt, certificate: TestKeys.longCertificate)
        }
        let forged = String(jwt.dropLast(8)) + "AAAAAAAA"
        #expect(throws: (any Error).self) {
            try PythonVerifier.verified(jwt: forged, certificate: TestKeys.certificate)
        }
    }
}
