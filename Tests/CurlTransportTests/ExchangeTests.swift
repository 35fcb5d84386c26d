import HTTPTransport
import Testing

@testable import CurlTransport

@Suite struct ExchangeTests {
    @Test func aGetBringsStatusHeadersAndBody() async throws {
        let reply = answer("200 OK", headers: ["X-One: 1", "x-two:  spaced \t", "X-Empty:"], body: "hello")
        try await withServer({ conversation in
            _ = conversation.readRequest()
            conversation.write(reply)
        }) { server in
            let response = try await withTransport { try await $0.send(.get(server.url + "a/b?c=%20d")) }
            #expect(response.status == 200)
            #expect(response.header("x-one") == "1")
            #expect(response.header("X-Two") == "spaced")
            #expect(response.header("x-empty") == "")
            #expect(String(decoding: response.body, as: UTF8.self) == "hello")
            #expect(server.requests.first?.requestLine == "GET /a/b?c=%20d HTTP/1.1")
        }
    }

    @Test(arguments: [0, 1, 1_000, 3_000_000])
    func aPostCarriesItsBodyWholeAndNothingThatWasNotAskedFor(size: Int) async throws {
        let body = (0..<size).map { UInt8(truncatingIfNeeded: $0 &* 31) }
        try await withServer({ conversation in
            while conversation.readRequest() != nil { conversation.write(answer("201 Created", body: "{}")) }
        }) { server in
            let request = HTTPRequest(
                method: .post, url: server.url, headers: [("Authorization", "Bearer abc"), ("X-Empty", "")], body: body,
                isolated: true)
            let response = try await withTransport { try await $0.send(request) }
            #expect(response.status == 201)
            let received = try #require(server.requests.first)
            #expect(received.body == body)
            #expect(received.header("authorization") == "Bearer abc")
            #expect(received.header("x-empty") == "")
            #expect(received.header("content-length") == "\(size)")
            #expect(received.header("expect") == nil)
            #expect(received.header("content-type") == nil)
            #expect(received.header("user-agent") == "lazaret-tests/1")
        }
    }

    @Test func theContentTypeIsTheOneThatWasGiven() async throws {
        let server = try ScriptedServer.answering(answer())
        defer { server.stop() }
        _ = try await withTransport { try await $0.send(.post(server.url)) }
        #expect(
            server.requests.first?.headers.filter { $0.hasPrefix("Content-Type") } == ["Content-Type: application/json"]
        )
    }

    @Test func aGetAfterAPostCarriesNoBody() async throws {
        let server = try ScriptedServer.answering(answer())
        defer { server.stop() }
        try await withTransport { transport in
            _ = try await transport.send(.post(server.url, "something", isolated: false))
            _ = try await transport.send(.get(server.url))
        }
        let last = try #require(server.requests.last)
        #expect(last.requestLine == "GET / HTTP/1.1")
        #expect(last.body.isEmpty)
        #expect(last.header("content-type") == nil)
    }

    @Test(arguments: [("301 Moved Permanently", 301), ("307 Temporary Redirect", 307)])
    func aRedirectIsAnAnswerAndIsNotFollowed(line: String, status: Int) async throws {
        let other = try ScriptedServer.answering(answer())
        defer { other.stop() }
        let server = try ScriptedServer.answering(answer(line, headers: ["Location: \(other.url)"]))
        defer { server.stop() }
        let response = try await withTransport { try await $0.send(.post(server.url)) }
        #expect(response.status == status)
        #expect(response.header("location") == other.url)
        #expect(other.connections == 0)
        #expect(server.requests.count == 1)
    }

    @Test func interimAnswersAreNotTheAnswer() async throws {
        let reply = "HTTP/1.1 103 Early Hints\r\nX-Interim: 1\r\n\r\n" + answer("200 OK", headers: ["X-Final: 1"])
        let server = try ScriptedServer.answering(reply)
        defer { server.stop() }
        let response = try await withTransport { try await $0.send(.get(server.url)) }
        #expect(response.status == 200)
        #expect(response.header("x-interim") == nil)
        #expect(response.header("x-final") == "1")
    }

    @Test func aChunkedBodyIsJoinedAndItsTrailersAreNotHeaders() async throws {
        let server = try ScriptedServer.answering(
            "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nTrailer: X-Late\r\n\r\n"
                + "3\r\nabc\r\n4\r\ndefg\r\n0\r\nX-Late: 1\r\n\r\n")
        defer { server.stop() }
        let response = try await withTransport { try await $0.send(.get(server.url)) }
        #expect(String(decoding: response.body, as: UTF8.self) == "abcdefg")
        #expect(response.header("x-late") == nil)
    }
}
