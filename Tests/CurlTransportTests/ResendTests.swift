import HTTPTransport
import Testing

@testable import CurlTransport

/// libcurl re-sends a request by itself when the kept-alive connection it used ends without a byte of answer. The server
/// here reads every POST whole, which is when it would act on it, and then drops the connection.
@Suite struct ResendTests {
    private static let dropsEveryPost: ScriptedServer.Script = { conversation in
        while let request = conversation.readRequest() {
            if request.requestLine.hasPrefix("POST") { return }
            conversation.write(answer())
        }
    }

    @Test func anIsolatedPostArrivesOnceHoweverOftenTheConnectionDies() async throws {
        let rounds = 300
        try await withServer(Self.dropsEveryPost) { server in
            try await withTransport { transport in
                for round in 0..<rounds {
                    _ = try await transport.send(.get(server.url))
                    let failure = try await transport.failure(of: .post(server.url, "\(round)"))
                    #expect(failure.requestMayHaveLeft)
                    #expect(failure.kind == .emptyReply, "\(failure)")
                }
            }
            let posts = server.requests.filter { $0.requestLine.hasPrefix("POST") }
            #expect(posts.map(\.body) == (0..<rounds).map { Array("\($0)".utf8) })
        }
    }

    @Test func withoutIsolationLibcurlWouldHaveSentItTwice() async throws {
        try await withServer(Self.dropsEveryPost) { server in
            try await withTransport { transport in
                _ = try await transport.send(.get(server.url))
                _ = try await transport.failure(of: .post(server.url, "x", isolated: false))
            }
            #expect(server.requests.filter { $0.requestLine.hasPrefix("POST") }.count == 2)
        }
    }

    @Test func theSecondSendIsRefusedEvenOnASharedConnection() async throws {
        let rounds = 100
        try await withServer(Self.dropsEveryPost) { server in
            try await withTransport { transport in
                var settings = TransportSettings()
                settings.proxy = ""
                var request = try PreparedRequest(.post(server.url), Directions(settings))
                // The guard alone: the connection is shared, as it may become over HTTP/2.
                request.freshConnection = false
                let guarded = request
                for _ in 0..<rounds {
                    _ = try await transport.send(.get(server.url))
                    let failure = try await #require(throws: TransportError.self) {
                        _ = try await transport.send(guarded)
                    }
                    #expect(failure.kind == .emptyReply, "\(failure)")
                    #expect(failure.requestMayHaveLeft)
                }
            }
            let posts = server.requests.filter { $0.requestLine.hasPrefix("POST") }
            #expect(posts.count == rounds)
            #expect(Set(posts.map(\.connection)).count == rounds)
        }
    }

    @Test func theSecondSendOfAGetIsOfItsOwnURL() async throws {
        try await withServer({ conversation in
            while let request = conversation.readRequest() {
                if conversation.number == 1, request.requestLine.contains("/second") { return }
                conversation.write(answer())
            }
        }) { server in
            try await withTransport({ $0.maximumConnections = 1 }) { transport in
                // One handle, which has carried another URL before.
                _ = try await transport.send(.get(server.url + "first?page=1"))
                _ = try await transport.send(.get(server.url + "second?page=2"))
                _ = try await transport.send(.get(server.url + "third"))
            }
            #expect(
                server.requests.map { "\($0.connection) \($0.requestLine)" } == [
                    "1 GET /first?page=1 HTTP/1.1", "1 GET /second?page=2 HTTP/1.1", "2 GET /second?page=2 HTTP/1.1",
                    "2 GET /third HTTP/1.1",
                ])
        }
    }

    @Test func aGetOnADeadConnectionIsSentAgain() async throws {
        try await withServer({ conversation in
            _ = conversation.readRequest()
            conversation.write(answer())
            if conversation.number == 1 {
                _ = conversation.readRequest()
                return
            }
            while conversation.readRequest() != nil { conversation.write(answer("202 Accepted")) }
        }) { server in
            try await withTransport { transport in
                _ = try await transport.send(.get(server.url))
                #expect(try await transport.send(.get(server.url)).status == 200)
            }
            #expect(server.requests.map(\.connection) == [1, 1, 2])
        }
    }
}
