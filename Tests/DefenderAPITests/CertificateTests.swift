import Foundation
import LazaretCore
import LazaretTestKit
import Testing

@testable import DefenderAPI

@Suite("Certificates and keys")
struct CertificateTests {
    private func load(
        certificate: String = TestKeys.certificate, key: String, passphrase: String? = nil
    ) async throws -> CredentialFacts {
        var facts: CredentialFacts?
        try await withTemporaryDirectory { directory in
            try write(certificate, to: directory + "/c.crt", mode: 0o644)
            try write(key, to: directory + "/c.key")
            if let passphrase { try write(passphrase, to: directory + "/c.pass") }
            let files = CertificateCredential(
                certificateFile: directory + "/c.crt", privateKeyFile: directory + "/c.key",
                passphraseFile: passphrase.map { _ in directory + "/c.pass" })
            facts = try await CredentialStore(.certificate(files), trustedDirectory: nil).inspect()
        }
        return try #require(facts)
    }

    @Test(
        "PKCS#8 and PKCS#1 keys are taken, encrypted or not",
        arguments: [
            (TestKeys.rsaPKCS8, nil), (TestKeys.rsaPKCS1, nil), (TestKeys.encryptedPKCS8, TestKeys.passphrase + "\n"),
            (TestKeys.encryptedPKCS1, TestKeys.passphrase), (TestKeys.certificate + "\n" + TestKeys.rsaPKCS8, nil),
            (TestKeys.rsaPKCS8, "superfluous"),
        ] as [(String, String?)])
    func keys(key: String, passphrase: String?) async throws {
        let facts = try await load(key: key, passphrase: passphrase)
        #expect(facts.kind == "certificate")
        #expect(facts.certificateThumbprint == "408581735d2372951d3734b1a55cd9ad5e6f4402")
    }

    @Test("Validity is read in both forms of time, also from a chain and with text around it")
    func validity() async throws {
        let short = try await load(key: TestKeys.rsaPKCS8)
        #expect(short.certificateNotBefore == Instant(rfc3339: "2026-11-23T23:58:19Z"))
        #expect(short.certificateNotAfter == Instant(rfc3339: "2040-08-01T23:58:19Z"))
        let chain = "subject=CN = x\r\n" + TestKeys.longCertificate + "\n" + TestKeys.certificate
        let long = try await load(certificate: chain, key: TestKeys.rsaPKCS8)
        #expect(long.certificateNotAfter == Instant(rfc3339: "2136-05-30T23:58:19Z"))
    }

    @Test("DER is taken like PEM")
    func der() throws {
        let lines = TestKeys.certificate.split(separator: "\n").dropFirst().dropLast().joined()
        let der = try #require(Data(base64Encoded: lines))
        let certificate = try ClientCertificate(Array(der), file: "/c")
        let pem = try ClientCertificate(Array(TestKeys.certificate.utf8), file: "/c")
        #expect(certificate.thumbprintSHA256 == pem.thumbprintSHA256)
        for length in stride(from: 0, to: der.count, by: 7) {
            #expect(throws: CredentialError.self) { try ClientCertificate(Array(der.prefix(length)), file: "/c") }
        }
    }

    @Test(
        "What cannot work is said before Entra is asked",
        arguments: [
            (TestKeys.anotherRSA, nil, "mismatch"), (TestKeys.smallRSA, nil, "bad_key"),
            (TestKeys.elliptic, nil, "bad_key"),
            ("nonsense", nil, "bad_key"),
            ("-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----", nil, "bad_key"),
            (TestKeys.encryptedPKCS8, nil, "passphrase_missing"), (TestKeys.encryptedPKCS1, nil, "passphrase_missing"),
            (TestKeys.encryptedPKCS8, "wrong", "bad_passphrase"), (TestKeys.encryptedPKCS1, "wrong", "bad_passphrase"),
            (TestKeys.encryptedPKCS8, "grüße", "bad_passphrase"),
            (TestKeys.encryptedPKCS8, String(repeating: "p", count: 5000), "bad_passphrase"),
            (TestKeys.encryptedPKCS8, "\n", "empty"),
        ] as [(String, String?, String)])
    func unusable(key: String, passphrase: String?, label: String) async throws {
        await #expect {
            try await load(key: key, passphrase: passphrase)
        } throws: { error in
            (error as? CredentialError)?.label == label
        }
    }

    @Test(
        "What is no certificate is refused",
        arguments: [
            "", "text", "0123", "-----BEGIN CERTIFICATE-----\n",
            "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----",
            "-----BEGIN CERTIFICATE-----\n!!\n-----END CERTIFICATE-----", TestKeys.rsaPKCS8,
        ])
    func noCertificate(text: String) async throws {
        await #expect {
            try await load(certificate: text, key: TestKeys.rsaPKCS8)
        } throws: { error in
            (error as? CredentialError)?.label == "bad_certificate"
        }
    }
}
