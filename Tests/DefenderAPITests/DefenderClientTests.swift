import HTTPTransport
import LazaretCore
import LazaretTestKit
import Testing

@testable import DefenderAPI

@Suite("The client of one tenant")
struct DefenderClientTests {
    private static let unauthorized = ScriptedTransport.Answer.json(401, Fixture.error("Unauthorized", "expired"))

    @Test("A submit is one POST with a token, and its report says how it went")
    func submit() async throws {
        try await withSecretTenant { tenant, _ in
            tenant.transport.answer(
                "StopAndQuarantine", .json(201, try Fixture.action(), headers: [("x-ms-request-id", "r-1")]))
            let answer = try await tenant.submit()
            #expect(answer.outcome.word == "accepted")
            #expect(answer.report.httpStatus == 201 && answer.report.requestID == "r-1")
            #expect(answer.report.errorCode == nil && answer.report.requestMayHaveLeft)
            #expect(tenant.shownTokens == ["Bearer first"])
        }
    }

    @Test("A byte order mark does not hide an answer, and is not kept")
    func byteOrderMark() async throws {
        try await withSecretTenant { tenant, _ in
            let body = try Fixture.action()
            tenant.transport.answer("StopAndQuarantine", .json(201, "\u{FEFF}" + body))
            let answer = try await tenant.submit()
            guard case .accepted(let action) = answer.outcome else {
                Issue.record("\(answer.outcome)")
                return
            }
            #expect(action.body == body)
        }
    }

    @Test("A 401 is one call: the token is forgotten, and the next call brings a fresh one")
    func freshToken() async throws {
        try await withSecretTenant { tenant, _ in
            tenant.transport.answer("StopAndQuarantine", Self.unauthorized, .json(201, try Fixture.action()))
            #expect(try await tenant.submit().outcome.word == "lane_fault")
            #expect(tenant.shownTokens == ["Bearer first"])
            #expect(try await tenant.submit().outcome.word == "accepted")
            #expect(tenant.shownTokens == ["Bearer first", "Bearer second"])
        }
    }

    @Test("A 401's fault says what the token was for")
    func explainsUnauthorized() async throws {
        try await withSecretTenant { tenant, _ in
            let token = try Fixture.jwt(["aud": "https://wrong.test"])
            tenant.transport.answer("oauth2", TestTenant.token(token))
            tenant.transport.answer("StopAndQuarantine", Self.unauthorized)
            let answer = try await tenant.submit()
            let message = "expired (the token's audience is https://wrong.test; check apiBase and scope)"
            #expect(answer.outcome == .laneFault(LaneFault(.unauthorized, message)))
            #expect(answer.report.httpStatus == 401 && answer.report.errorCode == "Unauthorized")
            #expect(tenant.shownTokens.count == 1 && tenant.tokenCalls == 1)
        }
    }

    @Test("A lookup that meets a 401 is made once more with a fresh token, and not a third time")
    func repeatsLookups() async throws {
        try await withSecretTenant { tenant, _ in
            tenant.transport.answer(
                "machineactions", Self.unauthorized, .json(200, try Fixture.action()), Self.unauthorized)
            #expect(await tenant.client.get("5382f7ea-7557-4ab7-9782-d50480024a4e").outcome.word == "ok")
            #expect(tenant.shownTokens == ["Bearer first", "Bearer second"])
            #expect(await tenant.client.get("5382f7ea-7557-4ab7-9782-d50480024a4e").outcome.word == "lane_fault")
            #expect(tenant.shownTokens.count == 4)
        }
    }

    @Test("What may not leave any more does not")
    func tooLate() async throws {
        try await withSecretTenant { tenant, _ in
            tenant.transport.answer("StopAndQuarantine", .json(201, try Fixture.action()))
            let answer = await tenant.client.submit(try Fixture.submission(), before: tenant.time.now().steady)
            #expect(answer.outcome == .notSent)
            #expect(answer.report.errorCode == "too_late" && !answer.report.requestMayHaveLeft)
            #expect(tenant.transport.requests(TestTenant.apiBase).isEmpty)
        }
    }

    @Test("An unknown outcome is never tried again here", arguments: [500, 502, 503, 408])
    func noSilentRetry(status: Int) async throws {
        try await withSecretTenant { tenant, _ in
            tenant.transport.answer("StopAndQuarantine", .json(status, ""))
            let answer = try await tenant.submit()
            #expect(answer.outcome == .unknown && answer.report.errorCode == "http_\(status)")
            #expect(tenant.shownTokens.count == 1)
        }
    }

    @Test(
        "Without a token nothing is sent",
        arguments: [(401, "invalid_client", LaneFault.Kind.tokenRefused), (503, "", .tokenUnavailable)])
    func noToken(status: Int, error: String, kind: LaneFault.Kind) async throws {
        try await withSecretTenant { tenant, _ in
            tenant.transport.answer("oauth2", .json(status, error.isEmpty ? "" : #"{"error":"\#(error)"}"#))
            let answer = try await tenant.submit()
            guard case .laneFault(let fault) = answer.outcome else {
                Issue.record("\(answer.outcome)")
                return
            }
            #expect(fault.kind == kind)
            #expect(!answer.report.requestMayHaveLeft && answer.report.httpStatus == nil)
            #expect(tenant.transport.requests(TestTenant.apiBase).isEmpty)
            #expect(await tenant.client.prepare()?.kind == kind)
        }
    }

    @Test("A token lost after a 401 is a fault, and the report says that a request left")
    func tokenLostAfterUnauthorized() async throws {
        try await withSecretTenant { tenant, _ in
            tenant.transport.answer("oauth2", TestTenant.token("first"), .json(500, ""))
            tenant.transport.answer("machineactions", Self.unauthorized)
            let answer = await tenant.client.get("5382f7ea-7557-4ab7-9782-d50480024a4e")
            #expect(answer.outcome.word == "lane_fault" && answer.report.requestMayHaveLeft)
        }
    }

    @Test("What the transport knows reaches outcome and report", arguments: [true, false])
    func transport(left: Bool) async throws {
        try await withSecretTenant { tenant, _ in
            tenant.transport.answer(
                "StopAndQuarantine", .failure(TransportError(.connect, requestMayHaveLeft: left, message: "7: refused"))
            )
            let answer = try await tenant.submit()
            #expect(answer.outcome == (left ? .unknown : .notSent))
            #expect(answer.report.errorCode == "connect" && answer.report.errorMessage == "7: refused")
            #expect(answer.report.requestMayHaveLeft == left)
        }
    }

    @Test("A missing role is named, by the service and from our own token")
    func missingRole() async throws {
        try await withSecretTenant { tenant, _ in
            tenant.transport.answer("oauth2", TestTenant.token(try Fixture.jwt(["roles": ["machine.read.all"]])))
            tenant.transport.answer(
                "StopAndQuarantine", .json(403, Fixture.error("Forbidden", "Missing application roles.")))
            let message = "Missing application roles. (the token lacks the role Machine.StopAndQuarantine)"
            #expect(
                try await tenant.submit().outcome
                    == .laneFault(LaneFault(.forbidden, message)))
        }
    }

    @Test("Throttling carries the server's delay")
    func throttled() async throws {
        try await withSecretTenant { tenant, _ in
            tenant.transport.answer("machineactions", .json(429, "", headers: [("Retry-After", "17")]))
            let answer = await tenant.client.get(Fixture.actionID)
            #expect(answer.outcome == .throttled && answer.report.retryAfter == RetryAfter(delay: .seconds(17)))
        }
    }

    @Test("A page tells how many of its members cannot be read; a body that is no page is unreadable as a whole")
    func unreadableMembers() async throws {
        try await withSecretTenant { tenant, _ in
            tenant.transport.answer(
                "machineactions", .json(200, #"{"value":[{"status":"Pending"},{"id":"a-1"}]}"#), .json(200, "{}"))
            let machine = try #require(MachineID(Fixture.machine))
            guard
                case .ok(let page) = await tenant.client.list(.machine(machine, since: tenant.time.now().wall)).outcome
            else {
                Issue.record("not ok")
                return
            }
            #expect(page.unreadable == 1 && page.actions.map(\.id) == ["a-1"])
            let answer = await tenant.client.list(.machine(machine, since: tenant.time.now().wall))
            #expect(answer.outcome == .failed && answer.report.errorCode == "unreadable_answer")
            #expect(tenant.transport.requests(TestTenant.apiBase).count == 2)
        }
    }

    @Test("An answer about another action, machine or file is none")
    func anotherSubject() async throws {
        try await withSecretTenant { tenant, _ in
            let other = #"{"id":"5382f7ea-7557-4ab7-9782-d50480024a4f","status":"Cancelled"}"#
            tenant.transport.answer("machineactions/", .json(200, other))
            tenant.transport.answer("/machines/", .json(200, #"{"id":"\#(Fixture.otherMachine)","machineTags":[]}"#))
            tenant.transport.answer("/files/", .json(200, #"{"sha1":"\#(Fixture.machine)"}"#))
            let id = "5382F7EA-7557-4ab7-9782-d50480024a4e"
            #expect(await tenant.client.cancel(id, comment: "c").outcome == .failed)
            #expect(await tenant.client.get(id).outcome == .failed)
            let machine = try #require(MachineID(Fixture.machine))
            #expect(await tenant.client.machine(machine).outcome == .failed)
            let sha1 = try #require(SHA1Hash(Fixture.sha1))
            #expect(await tenant.client.file(sha1).outcome == .failed)
        }
    }

    @Test("A page says whether there are more; their link is not followed, they are asked for with $skip")
    func pages() async throws {
        try await withSecretTenant { tenant, _ in
            let body = #"{"value":[{"id":"a-1"}],"@odata.nextLink":"https://elsewhere.test/x"}"#
            tenant.transport.answer("machineactions", .json(200, body))
            let machine = try #require(MachineID(Fixture.machine))
            let answer = await tenant.client.list(.machine(machine, since: tenant.time.now().wall, skip: 20))
            guard case .ok(let page) = answer.outcome else {
                Issue.record("not ok")
                return
            }
            #expect(page.hasMore && page.actions.map(\.id) == ["a-1"])
            let requests = tenant.transport.requests(TestTenant.apiBase)
            #expect(requests.count == 1 && requests[0].url.hasSuffix("&$skip=20"))
        }
    }

    @Test("Tracking takes what it can read; what can be no id is refused unsent")
    func list() async throws {
        try await withSecretTenant { tenant, _ in
            tenant.transport.answer("machineactions", .json(200, #"{"value":[{"id":"a-1"},7],"@odata.nextLink":"x"}"#))
            guard case .ok(let page) = await tenant.client.list(.ids(["a-1", "a-2"])).outcome else {
                Issue.record("not ok")
                return
            }
            #expect(page.actions.map(\.id) == ["a-1"])
            let refused = await tenant.client.cancel("a/b", comment: "c")
            #expect(refused.outcome == .refused && refused.report.errorCode == "invalid_action_id")
            #expect(!refused.report.requestMayHaveLeft)
        }
    }
}
