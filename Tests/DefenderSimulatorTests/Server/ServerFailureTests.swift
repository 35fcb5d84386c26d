import Glibc
import LoopbackHTTPServer
import Testing

@Suite("The loopback server's replies that go wrong on purpose", .timeLimit(.minutes(5)))
struct ServerFailureTests {
    private func ending(of reply: ServerReply) async throws -> Result<[UInt8], SocketClient.Failure> {
        try await withServer(handler: { _ in reply }) { server in
            let client = try await SocketClient(port: server.port)
            try await client.send("POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 2\r\n\r\nok")
            do {
                return .success(try await client.receiveToEnd())
            } catch let failure as SocketClient.Failure {
                return .failure(failure)
            }
        }
    }

    @Test("closing without a reply is an orderly end")
    func closeWithoutReply() async throws {
        #expect(try await ending(of: .closeWithoutReply) == .success([]))
    }

    @Test("a reset is a reset")
    func reset() async throws {
        #expect(try await ending(of: .reset) == .failure(SocketClient.Failure(errno: ECONNRESET)))
    }

    @Test("a truncated answer promises more than it gives")
    func truncated() async throws {
        let whole = ServerResponse(status: 201, contentType: "text/plain", text: "0123456789")
        let bytes = try await ending(of: .truncated(whole, afterBytes: 4)).get()
        let response = try #require(RawResponse.parse(bytes, atEnd: true)?.0)
        #expect(response.headers["content-length"] == "10")
        #expect(response.text == "0123")
        #expect(!response.isComplete)
    }

    @Test("garbage goes out as it is")
    func garbage() async throws {
        #expect(try await ending(of: .garbage([0, 1, 255])) == .success([0, 1, 255]))
    }

    @Test("a hanging connection is open until the client closes it")
    func hangUntilClosed() async throws {
        let asked = EventLog<String>()
        let handler: LoopbackHTTPServer.Handler = { request in
            asked.append(request.path)
            return .hang
        }
        let limits = ServerLimits(connections: 1)
        try await withServer(limits: limits, handler: handler) { server in
            var client: SocketClient? = try await SocketClient(port: server.port)
            try await client?.send("GET /first HTTP/1.1\r\nHost: h\r\n\r\n")
            await asked.wait(for: 1)
            client = nil
            // The one place that the hanging connection held is free again, sooner or later.
            var isServed = false
            while !isServed {
                let next = try await SocketClient(port: server.port)
                do {
                    try await next.send("GET /next HTTP/1.1\r\nHost: h\r\n\r\n")
                    try await next.finishSending()
                    _ = try await next.receiveToEnd()
                } catch is SocketClient.Failure {}
                isServed = asked.all.contains("/next")
            }
        }
    }

    @Test("stopping ends a hanging connection at once", .timeLimit(.minutes(5)))
    func hangUntilStopped() async throws {
        let asked = EventLog<Void>()
        let server = try await LoopbackHTTPServer.start(on: LoopbackAddress("127.0.0.1:0")) { _ in
            asked.append(())
            return .hang
        }
        let client = try await SocketClient(port: server.port)
        try await client.send("GET / HTTP/1.1\r\nHost: h\r\n\r\n")
        await asked.wait(for: 1)
        await server.stop(within: .seconds(3600))
        #expect(try await client.receiveToEnd().isEmpty)
    }
}
