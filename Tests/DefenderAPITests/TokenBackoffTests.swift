import HTTPTransport
import LazaretCore
import LazaretTestKit
import Testing

@testable import DefenderAPI

@Suite("Token calls that fail")
struct TokenBackoffTests {
    /// The seconds between calls when somebody asks every second, the first call excluded.
    private func gaps(_ answer: ScriptedTransport.Answer, count: Int) async throws -> [Int] {
        var gaps: [Int] = []
        try await withSecretTenant { tenant, _ in
            tenant.transport.answer("oauth2", answer)
            var waited = 0
            while gaps.count < count {
                let before = tenant.tokenCalls
                await #expect(throws: TokenFailure.self) { try await tenant.tokens.token() }
                if tenant.tokenCalls > before {
                    if before > 0 { gaps.append(waited) }
                    waited = 0
                }
                tenant.time.advance(by: .seconds(1))
                waited += 1
            }
        }
        return gaps
    }

    @Test("A refused credential is tried again ever more rarely")
    func refused() async throws {
        let refusal = ScriptedTransport.Answer.json(401, #"{"error":"invalid_client","error_codes":[7000215]}"#)
        #expect(try await gaps(refusal, count: 7) == [10, 20, 40, 80, 160, 300, 300])
    }

    @Test("A reload's delays hold from the next failure on")
    func reload() async throws {
        try await withSecretTenant { tenant, _ in
            tenant.transport.answer("oauth2", .json(401, #"{"error":"invalid_client"}"#))
            await #expect(throws: TokenFailure.self) { try await tenant.tokens.token() }
            await tenant.tokens.adopt(
                retry: RetryPolicy(initialDelay: .milliseconds(100), maximumDelay: .milliseconds(500)))
            tenant.time.advance(by: .seconds(10))
            for calls in 2...5 {
                await #expect(throws: TokenFailure.self) { try await tenant.tokens.token() }
                #expect(tenant.tokenCalls == calls)
                tenant.time.advance(by: .milliseconds(500))
            }
        }
    }

    @Test("A refused credential is failing until its file changes")
    func failing() async throws {
        try await withSecretTenant { tenant, file in
            tenant.transport.answer("oauth2", .json(401, #"{"error":"invalid_client"}"#), TestTenant.token("first"))
            #expect(await !tenant.tokens.isFailing())
            await #expect(throws: TokenFailure.self) { try await tenant.tokens.token() }
            tenant.time.advance(by: .seconds(2))
            #expect(await tenant.tokens.isFailing())
            try write("another", to: file)
            tenant.time.advance(by: .seconds(2))
            #expect(await !tenant.tokens.isFailing())
            #expect(tenant.tokenCalls == 1)
        }
    }

    @Test(
        "A fault that passes is tried again at least twice a minute",
        arguments: [
            ScriptedTransport.Answer.json(503, ""), .json(400, #"{"error":"x","error_codes":[90033]}"#),
            .json(400, #"{"error":"temporarily_unavailable"}"#), .json(403, "<html>blocked</html>"),
            .json(302, "", headers: [("Location", "https://portal.test/")]), .json(200, "nonsense"),
            .failure(TransportError(.resolve, requestMayHaveLeft: false, message: "6")),
        ])
    func unavailable(answer: ScriptedTransport.Answer) async throws {
        #expect(try await gaps(answer, count: 7) == [2, 4, 8, 16, 30, 30, 30])
    }

    @Test("The server's own delay counts, within bounds", arguments: [("25", 25), ("99999", 300)])
    func retryAfter(value: String, seconds: Int) async throws {
        let answer = ScriptedTransport.Answer.json(429, "", headers: [("Retry-After", value)])
        #expect(try await gaps(answer, count: 2) == [seconds, seconds])
    }

    @Test("Chance spreads the second half of a delay, and no delay is nothing")
    func chance() {
        let failure = TokenFailure(.unavailable, code: "x", message: "x")
        let policy = RetryPolicy(initialDelay: .seconds(8), maximumDelay: .seconds(300))
        for (chance, milliseconds) in [(0.0, 4000), (0.5, 6000), (0.999, 7996)] as [(Double, Int64)] {
            var backoff = TokenBackoff(policy)
            backoff.failed(failure, retryAfter: nil, at: Steady(milliseconds: 0), chance: chance)
            #expect(backoff.failure(at: Steady(milliseconds: milliseconds - 1)) == failure)
            #expect(backoff.failure(at: Steady(milliseconds: milliseconds)) == nil)
        }
        var endless = TokenBackoff(RetryPolicy(initialDelay: .zero, maximumDelay: .seconds(1 << 40)))
        for _ in 0..<100 { endless.failed(failure, retryAfter: nil, at: Steady(milliseconds: 5), chance: 1) }
        #expect(endless.failure(at: Steady(milliseconds: 5)) == failure)
    }

    @Test("Everybody hears of a standing failure at once, without a call")
    func standing() async throws {
        try await withSecretTenant { tenant, _ in
            tenant.transport.answer("oauth2", .json(400, #"{"error":"invalid_client","error_codes":[7000222]}"#))
            for _ in 0..<50 {
                await #expect(throws: TokenFailure.self) { try await tenant.tokens.token() }
            }
            #expect(tenant.tokenCalls == 1)
            let report = try #require(tenant.observed.all.first)
            #expect(report.outcome == "refused" && report.report.errorCode == "AADSTS7000222")
            #expect(report.report.httpStatus == 400)
        }
    }
}
