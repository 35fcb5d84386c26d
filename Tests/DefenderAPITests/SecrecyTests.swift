import Foundation
import HTTPTransport
import LazaretCore
import LazaretTestKit
import Testing

@testable import DefenderAPI

@Suite("Secrets are never printed")
struct SecrecyTests {
    private static let canary = "canary-8f3a"

    /// Every way in which Swift turns a value into text.
    private func texts(_ value: Any) -> String {
        var dumped = ""
        dump(value, to: &dumped)
        return "\(value) \(String(describing: value)) \(String(reflecting: value)) \([value]) \(dumped)"
    }

    @Test("A secret prints as redacted, alone and inside of others")
    func secret() {
        let secret = Secret(Self.canary)
        #expect("\(secret)" == "[redacted]" && secret.debugDescription == "[redacted]")
        for value in [secret, [secret], ["k": secret], Optional(secret) as Any, (1, secret)] as [Any] {
            #expect(!texts(value).contains(Self.canary))
        }
        #expect(!(secret is any Encodable))
        #expect(secret.revealed == Self.canary && !secret.isEmpty && Secret("").isEmpty)
    }

    @Test("Neither requests nor answers, tokens, credentials, sources nor clients print one")
    func others() async throws {
        try await withSecretTenant(secret: Self.canary) { tenant, file in
            let token = Self.canary + "-token"
            tenant.transport.answer("oauth2", TestTenant.token(token))
            tenant.transport.answer("StopAndQuarantine", .json(201, try Fixture.action()))
            let answer = try await tenant.submit()
            let access = try await tenant.tokens.token()
            let store = CredentialStore(.clientSecret(file: file), trustedDirectory: nil)
            let response = Fixture.response(200, #"{"access_token":"\#(token)"}"#, headers: [("X-Echo", token)])
            var values: [Any] = [answer, access, tenant.tokens, tenant.client, store, try await store.load(), response]
            values += tenant.transport.requests as [Any]
            values += tenant.observed.all.map(\.report) as [Any]
            values += [try TokenAnswer.read(response, isMetadata: false), await tenant.tokens.status()] as [Any]
            #expect(tenant.transport.requests.count == 2)
            for value in values { #expect(!texts(value).contains(Self.canary), "\(type(of: value))") }
        }
    }

    @Test(
        "No failure of a token call repeats what was sent or answered",
        arguments: [
            ScriptedTransport.Answer.json(
                400, #"{"error":"invalid_client","error_description":"canary-8f3a","error_codes":[7000215]}"#),
            .json(401, "canary-8f3a"), .json(500, #"{"error":"e","trace_id":"canary-8f3a"}"#),
            .json(200, "canary-8f3a"),
            .json(200, #"{"access_token":"canary-8f3a\r\n"}"#),
            .json(302, "", headers: [("Location", "https://x/?canary-8f3a")]),
            .failure(TransportError(.timeout, requestMayHaveLeft: true, message: "28: timed out")),
        ])
    func failures(answer: ScriptedTransport.Answer) async throws {
        try await withSecretTenant(secret: Self.canary) { tenant, _ in
            tenant.transport.answer("oauth2", answer)
            let submitted = try await tenant.submit()
            #expect(submitted.outcome.word == "lane_fault")
            let status = await tenant.tokens.status()
            for value in [submitted, status, tenant.observed.all] as [Any] {
                #expect(!texts(value).contains(Self.canary))
            }
        }
    }

    @Test("A key and its passphrase do not print")
    func key() throws {
        let passphrase = ClientKey.Passphrase(secret: Secret(TestKeys.passphrase), file: "/p")
        let key = try ClientKey(pem: TestKeys.encryptedPKCS8 + "\n", file: "/k", passphrase: passphrase)
        #expect(!texts(passphrase).contains(TestKeys.passphrase))
        #expect(!texts(key).contains("PRIVATE"))
    }
}
