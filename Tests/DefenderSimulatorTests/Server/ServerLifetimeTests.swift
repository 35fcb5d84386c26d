import LoopbackHTTPServer
import Testing

@Suite("The loopback server's start and stop", .timeLimit(.minutes(5)))
struct ServerLifetimeTests {
    @Test("a taken port is an error of its own")
    func takenPort() async throws {
        try await withServer(handler: echo) { server in
            let address = try LoopbackAddress(host: "127.0.0.1", port: server.port)
            await #expect(throws: LoopbackServerError.addressInUse(address)) {
                try await LoopbackHTTPServer.start(on: address, handler: echo)
            }
        }
    }

    @Test(
        "only loopback addresses are taken",
        arguments: [
            "0.0.0.0:80", "192.0.2.1:80", "[::]:80", "example.test:80", "127.0.0.1", "127.0.0.1:", ":80", "::1:80",
        ])
    func notLoopback(text: String) {
        #expect(throws: LoopbackServerError.self) { try LoopbackAddress(text) }
    }

    @Test(
        "loopback addresses are read",
        arguments: [
            ("127.0.0.1:0", "127.0.0.1", 0), ("127.8.9.1:65535", "127.8.9.1", 65535),
            ("localhost:9464", "127.0.0.1", 9464),
            ("[::1]:80", "::1", 80),
        ])
    func loopback(text: String, host: String, port: Int) throws {
        let address = try LoopbackAddress(text)
        #expect(address.host == host)
        #expect(address.port == port)
    }

    @Test("stopping lets a request that is being answered finish, and frees the port")
    func stopIsGraceful() async throws {
        let begun = EventLog<Void>()
        let release = EventLog<Void>()
        let server = try await LoopbackHTTPServer.start(on: LoopbackAddress("127.0.0.1:0")) { request in
            begun.append(())
            await release.wait(for: 1)
            return await echo(request)
        }
        let client = try await SocketClient(port: server.port)
        try await client.send("GET / HTTP/1.1\r\nHost: h\r\n\r\n")
        await begun.wait(for: 1)
        async let stopped: Void = server.stop(within: .seconds(3600))
        release.append(())
        let response = try #require(try await client.receive())
        #expect(response.status == 200)
        await stopped
        let successor = try await LoopbackHTTPServer.start(on: server.address, handler: echo)
        await successor.stop()
        try await server.finished()
    }

    @Test("what is not finished at the deadline is cancelled")
    func stopHasADeadline() async throws {
        let begun = EventLog<Void>()
        let ended = EventLog<Bool>()
        let server = try await LoopbackHTTPServer.start(on: LoopbackAddress("127.0.0.1:0")) { _ in
            begun.append(())
            // Only its cancellation ends it.
            try? await Task.sleep(for: .seconds(3600))
            ended.append(Task.isCancelled)
            return .closeWithoutReply
        }
        let client = try await SocketClient(port: server.port)
        try await client.send("GET / HTTP/1.1\r\nHost: h\r\n\r\n")
        await begun.wait(for: 1)
        await server.stop(within: .milliseconds(20))
        #expect(ended.all == [true])
        #expect(try await client.receiveToEnd().isEmpty)
    }

    @Test("an idle kept-alive connection does not hold up the stop, and stopping twice is fine")
    func stopClosesIdle() async throws {
        let server = try await LoopbackHTTPServer.start(on: LoopbackAddress("127.0.0.1:0"), handler: echo)
        let client = try await SocketClient(port: server.port)
        try await client.send("GET / HTTP/1.1\r\nHost: h\r\n\r\n")
        _ = try await client.receive()
        await server.stop(within: .seconds(3600))
        #expect(try await client.receiveToEnd().isEmpty)
        await server.stop()
    }
}
