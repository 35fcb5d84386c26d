import Glibc
import LoopbackHTTPServer
import Testing

@Suite("The loopback server's limits", .timeLimit(.minutes(5)))
struct ServerLimitTests {
    @Test(
        "what is too large or not HTTP is answered with the status that says so, and the connection ends",
        arguments: [
            ("POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 101\r\n\r\n", 413),
            (
                "POST / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n65\r\n\(String(repeating: "x", count: 101))",
                413
            ),
            ("GET / HTTP/1.1\r\nHost: h\r\nX: \(String(repeating: "x", count: 2000))\r\n\r\n", 431),
            ("GET /\(String(repeating: "x", count: 2000)) HTTP/1.1\r\nHost: h\r\n\r\n", 431),
            ("GET / HTTP/1.1\r\n\(String(repeating: "A: b\r\n", count: 50))\r\n", 431),
            ("BLARGH\r\n\r\n", 400),
            ("POST / HTTP/1.1\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n", 400),
        ])
    func refused(request: String, status: Int) async throws {
        let limits = ServerLimits(bodyBytes: 100, headBytes: 1000, headerFields: 20)
        try await withServer(limits: limits, handler: echo) { server in
            let client = try await SocketClient(port: server.port)
            try await client.send(request)
            #expect(try await client.receive()?.status == status)
        }
    }

    @Test("a body of exactly the limit passes")
    func bodyAtLimit() async throws {
        try await withServer(limits: ServerLimits(bodyBytes: 3), handler: echo) { server in
            let client = try await SocketClient(port: server.port)
            try await client.send("POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 3\r\n\r\nabc")
            #expect(try await client.receive()?.text == "abc")
        }
    }

    @Test("a connection too many is closed, and the others are served")
    func connections() async throws {
        try await withServer(limits: ServerLimits(connections: 1), handler: echo) { server in
            let first = try await SocketClient(port: server.port)
            try await first.send("GET /1 HTTP/1.1\r\nHost: h\r\n\r\n")
            #expect(try await first.receive()?.status == 200)
            let second = try await SocketClient(port: server.port)
            #expect(try await second.receiveToEnd().isEmpty)
            try await first.send("GET /2 HTTP/1.1\r\nHost: h\r\n\r\n")
            #expect(try await first.receive()?.status == 200)
        }
    }

    @Test(
        "a client that does not come to the end of its request in time is closed",
        arguments: ["", "GET / HTTP/1.1\r\nHo", "POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 9\r\n\r\nab"])
    func idle(sent: String) async throws {
        try await withServer(limits: ServerLimits(idleTimeout: .milliseconds(50)), handler: echo) { server in
            let client = try await SocketClient(port: server.port)
            #expect(try await answer(to: sent, of: client) == nil)
        }
    }

    /// Nil where the connection ends without one: also as one that was over before a slow machine had sent anything.
    private func answer(to text: String, of client: SocketClient) async throws -> RawResponse? {
        do {
            if !text.isEmpty { try await client.send(text) }
            return try await client.receive()
        } catch let failure as SocketClient.Failure where [ECONNRESET, EPIPE].contains(failure.errno) {
            return nil
        }
    }

    @Test("a handler may take longer than the idle timeout")
    func slowHandler() async throws {
        let slow: LoopbackHTTPServer.Handler = { request in
            // Longer than the timeout on any machine; cancelled only when the server stops.
            try? await Task.sleep(for: .milliseconds(1200))
            return await echo(request)
        }
        try await withServer(limits: ServerLimits(idleTimeout: .milliseconds(500)), handler: slow) { server in
            var response: RawResponse?
            repeat {
                // Again where the machine was so slow that the timeout came before the request, or before its answer was written.
                let client = try await SocketClient(port: server.port)
                response = try await answer(to: "GET / HTTP/1.1\r\nHost: h\r\n\r\n", of: client)
            } while response == nil
            #expect(response?.status == 200)
        }
    }
}
