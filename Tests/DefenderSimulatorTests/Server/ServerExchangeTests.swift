import LoopbackHTTPServer
import Testing

/// A server for the length of one test.
func withServer<Result>(
    limits: ServerLimits = ServerLimits(), handler: @escaping LoopbackHTTPServer.Handler,
    _ body: (LoopbackHTTPServer) async throws -> Result
) async throws -> Result {
    let server = try await LoopbackHTTPServer.start(
        on: LoopbackAddress(host: "127.0.0.1", port: 0), limits: limits, handler: handler)
    do {
        let result = try await body(server)
        await server.stop()
        return result
    } catch {
        await server.stop(within: .zero)
        throw error
    }
}

/// Answers with what it was asked.
@Sendable func echo(_ request: ServerRequest) async -> ServerReply {
    let line = "\(request.method) \(request.path) \(request.query ?? "-") #\(request.connectionID).\(request.sequence)"
    return .respond(ServerResponse(status: 200, headers: ["X-Line": line], body: request.body))
}

@Suite("The loopback server's exchanges")
struct ServerExchangeTests {
    @Test("a request arrives whole and its answer goes out whole")
    func exchange() async throws {
        try await withServer(handler: echo) { server in
            let client = try await SocketClient(port: server.port)
            try await client.send("POST /a/b?x=1 HTTP/1.1\r\nHost: h\r\nContent-Length: 5\r\n\r\nhello")
            let response = try #require(try await client.receive())
            #expect(response.status == 200)
            #expect(response.headers["x-line"] == "POST /a/b x=1 #1.1")
            #expect(response.text == "hello")
            #expect(response.isComplete)
        }
    }

    @Test("a kept-alive connection carries pipelined requests, answered in order")
    func pipelining() async throws {
        try await withServer(handler: echo) { server in
            let client = try await SocketClient(port: server.port)
            try await client.send("GET /1 HTTP/1.1\r\nHost: h\r\n\r\nGET /2 HTTP/1.1\r\nHost: h\r\n\r\n")
            #expect(try await client.receive()?.headers["x-line"] == "GET /1 - #1.1")
            #expect(try await client.receive()?.headers["x-line"] == "GET /2 - #1.2")
            let other = try await SocketClient(port: server.port)
            try await other.send("GET /3 HTTP/1.1\r\nHost: h\r\n\r\n")
            #expect(try await other.receive()?.headers["x-line"] == "GET /3 - #2.1")
        }
    }

    @Test(
        "a client that asks for it has its connection closed after the answer",
        arguments: [
            "GET / HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n", "GET / HTTP/1.0\r\n\r\n",
        ])
    func close(request: String) async throws {
        try await withServer(handler: echo) { server in
            let client = try await SocketClient(port: server.port)
            try await client.send(request)
            let response = try #require(try await client.receive())
            #expect(response.headers["connection"] == "close")
            #expect(try await client.receiveToEnd().isEmpty)
        }
    }

    @Test("a chunked body is put together")
    func chunked() async throws {
        try await withServer(handler: echo) { server in
            let client = try await SocketClient(port: server.port)
            try await client.send("POST / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n")
            try await client.send("3\r\nabc\r\n2\r\nde\r\n0\r\n\r\n")
            #expect(try await client.receive()?.text == "abcde")
        }
    }

    @Test("a client that waits for leave to send its body gets it")
    func expectContinue() async throws {
        try await withServer(handler: echo) { server in
            let client = try await SocketClient(port: server.port)
            try await client.send("POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 2\r\nExpect: 100-continue\r\n\r\n")
            #expect(try await client.receive()?.status == 100)
            try await client.send("ok")
            #expect(try await client.receive()?.text == "ok")
        }
    }

    @Test("a client that has finished sending is still answered")
    func halfClosed() async throws {
        try await withServer(handler: echo) { server in
            let client = try await SocketClient(port: server.port)
            try await client.send("POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 2\r\n\r\nok")
            try await client.finishSending()
            #expect(try await client.receive()?.text == "ok")
            #expect(try await client.receiveToEnd().isEmpty)
        }
    }

    @Test("HEAD has the length of the body and no body")
    func head() async throws {
        let page: LoopbackHTTPServer.Handler = { _ in
            .respond(ServerResponse(status: 200, contentType: "text/plain", text: "12345"))
        }
        try await withServer(handler: page) { server in
            let client = try await SocketClient(port: server.port)
            try await client.send("HEAD / HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n")
            let text = String(decoding: try await client.receiveToEnd(), as: UTF8.self)
            #expect(text.contains("Content-Length: 5\r\n"))
            #expect(text.hasSuffix("\r\n\r\n"))
        }
    }

    @Test("a header value cannot break out of its line")
    func headerInjection() async throws {
        let injected: LoopbackHTTPServer.Handler = { _ in
            .respond(ServerResponse(status: 200, headers: ["X-A": "1\r\nX-B: 2", "Content-Length": "9"]))
        }
        try await withServer(handler: injected) { server in
            let client = try await SocketClient(port: server.port)
            try await client.send("GET / HTTP/1.1\r\nHost: h\r\n\r\n")
            let response = try #require(try await client.receive())
            #expect(response.headers["x-a"] == "1X-B: 2")
            #expect(response.headers["x-b"] == nil)
            #expect(response.headers["content-length"] == "0")
        }
    }

    @Test("path and query are split and decoded")
    func decoding() {
        let request = ServerRequest(
            method: "GET", path: "/api/machines/a%20b%2Fc", query: "%24filter=status+eq+%27Pending%27&$top=2&x&%zz=1")
        #expect(request.pathSegments == ["api", "machines", "a b/c"])
        #expect(request.queryItems.map(\.name) == ["$filter", "$top", "x", "%zz"])
        #expect(request.queryItems.map(\.value) == ["status eq 'Pending'", "2", "", "1"])
    }
}
