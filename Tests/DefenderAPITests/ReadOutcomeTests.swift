import HTTPTransport
import LazaretCore
import Testing

@testable import DefenderAPI

/// Every row of the table at ``ReadOutcome``.
@Suite("What a reading call came to")
struct ReadOutcomeTests {
    @Test(
        "Each kind of answer has one outcome",
        arguments: [
            (200, "x", .ok("x")), (201, "x", .ok("x")), (200, "", .failed), (204, "x", .failed), (202, "x", .failed),
            (404, Fixture.error("ResourceNotFound", ""), .notFound), (404, "", .notFound), (404, "<html>", .failed),
            (429, "", .throttled), (407, "", .failed), (408, "", .failed), (425, "", .failed),
            (400, Fixture.error("BadRequest", ""), .refused), (409, "", .refused), (400, "<html>", .failed),
            (403, Fixture.error("DisallowedOperation", ""), .refused),
            (500, "", .failed), (503, "<html>", .failed), (999, "", .failed),
        ] as [(Int, String, ReadOutcome<String>)])
    func answers(status: Int, body: String, expected: ReadOutcome<String>) {
        let outcome = ReadOutcome<String>.judge(.answer(Fixture.response(status, body))) { response in
            response.body.isEmpty ? nil : String(decoding: response.body, as: UTF8.self)
        }
        #expect(outcome == expected)
    }

    @Test(
        "Faults of the lane say which, in the service's own words",
        arguments: [
            (401, Fixture.error("Unauthorized", "token expired"), .unauthorized, "token expired"),
            (
                403, Fixture.error("Forbidden", "Missing application roles. API required roles: Machine.Read.All"),
                .forbidden, "Missing application roles. API required roles: Machine.Read.All"
            ),
            (403, Fixture.error("DisabledFeature", "off"), .disabledFeature, "off"),
            (403, "", .forbidden, "Defender forbids this call (403)"),
            (307, "", .redirect, "answered 307, a redirect to https://else.test:8443; redirects are never followed"),
        ] as [(Int, String, LaneFault.Kind, String)])
    func faults(status: Int, body: String, kind: LaneFault.Kind, message: String) {
        let location = [(name: "Location", value: "https://user:pw@else.test:8443/path?token=x")]
        let answer = Exchange.Result.answer(Fixture.response(status, body, headers: location))
        #expect(ReadOutcome<Int>.judge(answer) { _ in 1 } == .laneFault(LaneFault(kind, message)))
    }

    @Test("A redirect without a readable target is a fault all the same", arguments: ["", "/relative", "x", "\r\n"])
    func oddRedirects(location: String) {
        let fault = LaneFault(HTTPResponse(status: 302, headers: [("Location", location)]))
        #expect(fault?.kind == .redirect)
        #expect(fault?.message.contains("unreadable address") == true)
    }

    @Test("Silence is a failure, a missing token a fault, an unusable call a refusal")
    func silence() {
        func judge(_ result: Exchange.Result) -> ReadOutcome<Int> { .judge(result) { _ in 1 } }
        #expect(judge(.noAnswer(TransportError(.timeout, requestMayHaveLeft: true, message: ""))) == .failed)
        #expect(judge(.noToken(.cancelled)) == .failed)
        #expect(judge(.unusable(.invalidActionID)) == .refused)
        let failure = TokenFailure(.refused, code: "AADSTS7000222", message: "expired")
        #expect(judge(.noToken(failure)) == .laneFault(LaneFault(.tokenRefused, "expired")))
    }
}
