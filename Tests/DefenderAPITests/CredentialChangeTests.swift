import Foundation
import HTTPTransport
import LazaretCore
import LazaretTestKit
import Testing

@testable import DefenderAPI

@Suite("Credential files that change")
struct CredentialChangeTests {
    private static let refusal = ScriptedTransport.Answer.json(401, #"{"error":"invalid_client"}"#)

    private func secretSent(_ tenant: TestTenant) -> String? {
        tenant.transport.requests("oauth2").last.map { String(decoding: $0.body, as: UTF8.self) }
    }

    @Test("A new secret ends the back-off of the refused one")
    func newSecret() async throws {
        try await withSecretTenant(secret: "old") { tenant, file in
            tenant.transport.answer("oauth2", Self.refusal, Self.refusal, TestTenant.token("good"))
            await #expect(throws: TokenFailure.self) { try await tenant.tokens.token() }
            tenant.time.advance(by: .seconds(10))
            await #expect(throws: TokenFailure.self) { try await tenant.tokens.token() }
            try write("new", to: file)
            tenant.time.advance(by: .seconds(1))
            try await tenant.expectToken("good")
            #expect(secretSent(tenant)?.contains("client_secret=new") == true)
        }
    }

    @Test("A new secret drops the cached token; one that is removed does not")
    func dropped() async throws {
        try await withSecretTenant { tenant, file in
            _ = try await tenant.tokens.token()
            try FileManager.default.removeItem(atPath: file)
            tenant.time.advance(by: .seconds(1))
            try await tenant.expectToken("first")
            try write("another", to: file)
            tenant.time.advance(by: .seconds(1))
            try await tenant.expectToken("second")
        }
    }

    @Test("A change of mode alone is noticed: a file that was too open works once it is closed")
    func mode() async throws {
        try await withSecretTenant { tenant, file in
            try write("s", to: file, mode: 0o644)
            await #expect {
                try await tenant.tokens.token()
            } throws: { error in
                (error as? TokenFailure)?.code == "readable_by_others"
            }
            #expect(tenant.tokenCalls == 0 && tenant.observed.all.isEmpty)
            try FileManager.default.setAttributes([.posixPermissions: 0o400], ofItemAtPath: file)
            tenant.time.advance(by: .seconds(1))
            try await tenant.expectToken("first")
        }
    }

    @Test("A secret that changes under a call makes that call count for nothing")
    func underWay() async throws {
        try await withSecretTenant(secret: "old") { tenant, file in
            let gate = Latch()
            tenant.transport.answer(
                "oauth2",
                .custom { (_) async throws(TransportError) in
                    // The test never cancels this wait.
                    try? await gate.wait()
                    return Fixture.response(401, #"{"error":"invalid_client"}"#)
                }, TestTenant.token("good"))
            async let leader = tenant.token()
            await tenant.transport.waitForRequests(1)
            try write("new", to: file)
            tenant.time.advance(by: .seconds(1))
            async let follower = tenant.token()
            // The follower looks at the files before it waits; its wait cannot be seen, its look can.
            while await tenant.tokens.changesSeen == 0 { await Task.yield() }
            gate.open()
            let leaderToken = try await leader
            #expect(leaderToken == "good")
            let followerToken = try await follower
            #expect(followerToken == "good")
            #expect(tenant.tokenCalls == 2)
        }
    }

    @Test("A federated token is read at each use, and its rotation leaves the access token alone")
    func federated() async throws {
        try await withTemporaryDirectory { directory in
            let file = directory + "/token"
            try write("jwt-1\n", to: file)
            let tenant = TestTenant(.federatedToken(file: file))
            _ = try await tenant.tokens.token()
            #expect(secretSent(tenant)?.hasSuffix("&client_assertion=jwt-1") == true)
            try write("jwt-2\n", to: file)
            tenant.time.advance(by: .seconds(1))
            try await tenant.expectToken("first")
            tenant.time.advance(by: .seconds(3600))
            try await tenant.expectToken("second")
            #expect(secretSent(tenant)?.hasSuffix("&client_assertion=jwt-2") == true)
        }
    }
}
