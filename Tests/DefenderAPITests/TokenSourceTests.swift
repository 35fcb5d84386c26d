import HTTPTransport
import LazaretCore
import LazaretTestKit
import Testing

@testable import DefenderAPI

@Suite("The token of one tenant")
struct TokenSourceTests {
    @Test("A token serves until four fifths of its life, then the next call fetches another")
    func refresh() async throws {
        try await withSecretTenant { tenant, _ in
            try await tenant.expectToken("first")
            tenant.time.advance(by: .seconds(2879))
            try await tenant.expectToken("first")
            #expect(tenant.tokenCalls == 1)
            tenant.time.advance(by: .seconds(1))
            try await tenant.expectToken("second")
            #expect(tenant.observed.outcomes == ["ok", "ok"])
        }
    }

    @Test("A wall clock that is set neither ends nor stretches a token")
    func wallJump() async throws {
        try await withSecretTenant { tenant, _ in
            _ = try await tenant.tokens.token()
            tenant.time.jumpWall(by: .seconds(86_400))
            _ = try await tenant.tokens.token()
            tenant.time.jumpWall(by: .seconds(-200_000))
            _ = try await tenant.tokens.token()
            #expect(tenant.tokenCalls == 1)
        }
    }

    @Test("Everybody who asks shares one call")
    func shared() async throws {
        try await withSecretTenant { tenant, _ in
            let gate = Latch()
            tenant.transport.answer("oauth2", held(by: gate))
            try await withThrowingTaskGroup(of: String.self) { group in
                for _ in 0..<20 { group.addTask { try await tenant.token() } }
                await tenant.transport.waitForRequests(1)
                gate.open()
                for try await token in group { #expect(token == "held") }
            }
            #expect(tenant.tokenCalls == 1)
        }
    }

    @Test("While a token is refreshed the old one serves")
    func oldServesMeanwhile() async throws {
        try await withSecretTenant { tenant, _ in
            _ = try await tenant.tokens.token()
            tenant.time.advance(by: .seconds(3000))
            let gate = Latch()
            tenant.transport.answer("oauth2", held(by: gate))
            async let leader = tenant.token()
            await tenant.transport.waitForRequests(2)
            try await tenant.expectToken("first")
            gate.open()
            let leaderToken = try await leader
            #expect(leaderToken == "held")
        }
    }

    @Test("When the one who fetches is cancelled, the next in line fetches")
    func cancelledLeader() async throws {
        try await withSecretTenant { tenant, _ in
            tenant.transport.answer("oauth2", held(by: Latch()), TestTenant.token("mine"))
            let leader = Task { try await tenant.tokens.token() }
            await tenant.transport.waitForRequests(1)
            async let follower = tenant.token()
            leader.cancel()
            await #expect(throws: TokenFailure.cancelled) { try await leader.value }
            let followerToken = try await follower
            #expect(followerToken == "mine")
            #expect(tenant.tokenCalls == 2)
        }
    }

    @Test("Who waits can be cancelled without harm to the call")
    func cancelledFollower() async throws {
        try await withSecretTenant { tenant, _ in
            let gate = Latch()
            tenant.transport.answer("oauth2", held(by: gate))
            async let leader = tenant.token()
            await tenant.transport.waitForRequests(1)
            let follower = Task { try await tenant.tokens.token() }
            follower.cancel()
            await #expect(throws: TokenFailure.cancelled) { try await follower.value }
            gate.open()
            let leaderToken = try await leader
            #expect(leaderToken == "held")
        }
    }

    @Test("A refresh that fails harms nobody while the old token lives, and is not tried at every call")
    func failedRefresh() async throws {
        try await withSecretTenant { tenant, _ in
            _ = try await tenant.tokens.token()
            tenant.transport.answer("oauth2", .json(503, ""))
            tenant.time.advance(by: .seconds(3500))
            for _ in 0..<5 { try await tenant.expectToken("first") }
            #expect(tenant.tokenCalls == 2)
            #expect(await tenant.tokens.status().failure?.kind == .unavailable)
            tenant.time.advance(by: .seconds(71))
            await #expect(throws: TokenFailure.self) { try await tenant.tokens.token() }
        }
    }

    @Test("A refused token is forgotten once, however many report it")
    func invalidate() async throws {
        try await withSecretTenant { tenant, _ in
            let first = try await tenant.tokens.token()
            await tenant.tokens.invalidate(first)
            let second = try await tenant.tokens.token()
            await tenant.tokens.invalidate(first)
            try await tenant.expectToken(second.value.revealed)
            #expect(tenant.tokenCalls == 2)
        }
    }

    @Test("A token that lives for seconds still serves its caller")
    func shortLife() async throws {
        try await withSecretTenant { tenant, _ in
            tenant.transport.answer("oauth2", TestTenant.token("brief", life: 1))
            try await tenant.expectToken("brief")
            try await tenant.expectToken("brief")
            tenant.time.advance(by: .seconds(1))
            _ = try await tenant.tokens.token()
            #expect(tenant.tokenCalls == 2)
        }
    }

    @Test("Expiry and clock skew are known for status and metrics")
    func status() async throws {
        try await withSecretTenant { tenant, _ in
            #expect(await tenant.tokens.status() == TokenStatus())
            let body = #"{"token_type":"Bearer","expires_in":"3600","access_token":"t"}"#
            let date = [(name: "Date", value: "Thu, 01 Jan 2026 00:10:00 GMT")]
            tenant.transport.answer("oauth2", .json(200, body, headers: date))
            let now = tenant.time.now().wall
            _ = try await tenant.tokens.token()
            #expect(
                await tenant.tokens.status() == TokenStatus(expiresAt: now + .seconds(3600), clockSkew: .seconds(600)))
        }
    }

    /// Answers when the latch opens, or ends with the cancelled task, as a real transport does.
    private func held(by gate: Latch) -> ScriptedTransport.Answer {
        .custom { (_) async throws(TransportError) in
            do {
                try await gate.wait()
            } catch {
                throw TransportError(.cancelled, requestMayHaveLeft: true, message: "cancelled")
            }
            return Fixture.response(200, #"{"token_type":"Bearer","expires_in":3600,"access_token":"held"}"#)
        }
    }
}
