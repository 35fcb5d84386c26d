import HTTPTransport
import LazaretCore
import Testing

@testable import DefenderAPI

@Suite("What an error answer says")
struct ErrorAnswerTests {
    @Test("Code, message and target are taken from Defender's error object")
    func defender() {
        let body = ErrorBody(
            Fixture.response(404, Fixture.error("ResourceNotFound", "Machine x was not found", target: "t-1")))
        #expect(body.code == "ResourceNotFound" && body.message == "Machine x was not found" && body.target == "t-1")
        #expect(!body.isPage)
    }

    @Test("A gateway's flat object is read too")
    func flat() {
        let body = ErrorBody(Fixture.response(429, #"{ "statusCode": 429, "message": "Rate limit is exceeded." }"#))
        #expect(body.code == nil && body.message == "Rate limit is exceeded.")
    }

    @Test("So are a bare word and the older form of OData")
    func older() {
        #expect(ErrorBody(Fixture.response(403, #"{"error":"Forbidden"}"#)).has(code: "forbidden"))
        let text = #"{"error":{"code":"BadRequest","message":{"lang":"en","value":"Action is already in progress"}}}"#
        #expect(ErrorBody(Fixture.response(400, text)).saysAlreadyInProgress)
    }

    @Test("Of anything else the beginning is kept, on one line and bounded")
    func page() {
        let text = "<html>\r\n<title>502 Bad\tGateway</title>\u{1B}[31m" + String(repeating: "x", count: 5000)
        let body = ErrorBody(Fixture.response(502, text))
        #expect(body.message?.hasPrefix("<html> <title>502 Bad Gateway</title> [31mxxx") == true)
        #expect((body.message?.utf8.count ?? 0) <= 300)
        #expect(body.isPage)
    }

    @Test("Bytes that are no text, and none at all, do no harm")
    func bytes() {
        #expect(ErrorBody(HTTPResponse(status: 500, body: [0xFF, 0xFE, 0x00])).message == "\u{FFFD}\u{FFFD}")
        #expect(ErrorBody(HTTPResponse(status: 500)).message == nil)
    }

    @Test("Text that could fake log lines or directions is disarmed, and bounded")
    func hostile() {
        let message = #"ok\n2026 daemon: all good \u202e\u0000"# + String(repeating: "y", count: 3000)
        let body = ErrorBody(Fixture.response(400, Fixture.error("BadRequest", message)))
        #expect(body.message?.hasPrefix("ok 2026 daemon: all good   yy") == true)
        #expect(body.message?.unicodeScalars.count == 1000)
    }

    @Test(
        "Support's request id is the error's target, else a header",
        arguments: [
            ("t-1", [("x-ms-request-id", "h-1")], "t-1"), (nil, [("X-Ms-Request-Id", "h-1")], "h-1"),
            (nil, [("request-id", ""), ("x-request-id", "h-2")], "h-2"), (nil, [], nil),
        ] as [(String?, [(name: String, value: String)], String?)])
    func requestID(target: String?, headers: [(name: String, value: String)], expected: String?) {
        let response = Fixture.response(500, Fixture.error("InternalServerError", "", target: target), headers: headers)
        #expect(RequestID.of(response, target: ErrorBody(response).target) == expected)
    }
}

@Suite("Retry-After")
struct RetryAfterTests {
    /// 2026-01-01T00:00:00Z
    private let now = Instant(milliseconds: 1_767_225_600_000)

    @Test(
        "Seconds, or one of the three HTTP dates against the answer's own clock",
        arguments: [
            ("0", nil, Duration.zero), ("7", nil, .seconds(7)), (" 120\t", nil, .seconds(120)),
            ("0.25", nil, .milliseconds(250)), ("1.0005", nil, .milliseconds(1001)),
            ("Thu, 01 Jan 2026 00:00:30 GMT", nil, .seconds(30)),
            ("Thursday, 01-Jan-26 00:00:30 GMT", nil, .seconds(30)),
            ("Thu Jan  1 00:00:30 2026", nil, .seconds(30)),
            // Their clock is an hour ahead of ours.
            ("Thu, 01 Jan 2026 01:00:30 GMT", "Thu, 01 Jan 2026 01:00:00 GMT", .seconds(30)),
            ("Thu, 01 Jan 2026 00:00:30 GMT", "not a date", .seconds(30)),
            ("Wed, 31 Dec 2025 23:00:00 GMT", nil, .zero),
            ("Sunday, 06-Nov-94 08:49:37 GMT", nil, .zero),
            ("99999999999999999999999999", nil, .seconds(1 << 31)),
            ("Fri, 31 Dec 9999 23:59:59 GMT", nil, .seconds(1 << 31)),
        ] as [(String, String?, Duration)])
    func readable(value: String, date: String?, expected: Duration) {
        var headers = [(name: "retry-AFTER", value: value)]
        if let date { headers.append(("date", date)) }
        #expect(RetryAfter(of: HTTPResponse(status: 429, headers: headers), now: now)?.delay == expected)
    }

    @Test(
        "What cannot be read is as good as none",
        arguments: [
            "", " ", "-1", "+5", "1e3", "soon", "1.", ".5", "1.2.3", "Thu, 32 Jan 2026 00:00:30 GMT",
            "Thu, 01 Foo 2026 00:00:30 GMT", "Thu, 01 Jan 2026 00:00:30 CET", "2026-01-01T00:00:30Z", "٣",
        ])
    func unreadable(value: String) {
        #expect(RetryAfter(of: HTTPResponse(status: 429, headers: [("Retry-After", value)]), now: now) == nil)
        #expect(RetryAfter(of: HTTPResponse(status: 429), now: now) == nil)
    }
}
