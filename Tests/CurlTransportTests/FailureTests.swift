import HTTPTransport
import LazaretTestKit
import Testing

@testable import CurlTransport

/// Each failure says what it was, and whether the request may have left.
@Suite struct FailureTests {
    private func failure(
        _ change: (inout TransportSettings) -> Void = { _ in }, of request: HTTPRequest
    ) async throws -> TransportError {
        try await withTransport(change) { try await $0.failure(of: request) }
    }

    private func failure(
        _ change: (inout TransportSettings) -> Void = { _ in }, script: @escaping ScriptedServer.Script
    ) async throws -> TransportError {
        try await withServer(script) { try await failure(change, of: .post($0.url)) }
    }

    @Test func aRefusedConnectionLeavesNothingOnTheWire() async throws {
        let port = try UnusedPort.next()
        let failure = try await failure(of: .post("http://127.0.0.1:\(port)/secret/path?token=1"))
        #expect(failure.kind == .connect)
        #expect(!failure.requestMayHaveLeft)
        #expect(failure.message.hasPrefix("curl 7 POST http://127.0.0.1:\(port): "))
        #expect(!failure.message.contains("secret") && !failure.message.contains("token"))
    }

    @Test func anUnknownHostLeavesNothingOnTheWire() async throws {
        let failure = try await failure({ $0.connectTimeout = .seconds(2) }, of: .post("https://host.invalid/"))
        // Without any name server the resolver's own time-out may be longer than ours.
        #expect(failure.kind == .resolve || failure.kind == .timeout)
        #expect(!failure.requestMayHaveLeft)
    }

    @Test func aConnectionThatEndsBeforeTheRequestIsReadWholeMayHaveCarriedIt() async throws {
        let failure = try await failure { conversation in
            _ = conversation.socket.read(limit: 1)
            conversation.socket.reset()
        }
        #expect([.receive, .send, .emptyReply].contains(failure.kind))
        #expect(failure.requestMayHaveLeft)
    }

    @Test func aResetAfterTheRequestIsAReceiveFailure() async throws {
        let failure = try await failure { conversation in
            _ = conversation.readRequest()
            conversation.socket.reset()
        }
        #expect(failure.kind == .receive)
        #expect(failure.requestMayHaveLeft)
    }

    @Test func anEndWithoutAnAnswerIsAnEmptyReply() async throws {
        let failure = try await failure { conversation in _ = conversation.readRequest() }
        #expect(failure.kind == .emptyReply)
        #expect(failure.requestMayHaveLeft)
    }

    @Test func aTruncatedBodyIsNoAnswer() async throws {
        let failure = try await failure { conversation in
            _ = conversation.readRequest()
            conversation.write("HTTP/1.1 201 Created\r\nContent-Length: 100\r\n\r\n{\"half\":")
        }
        #expect(failure.kind == .receive)
        #expect(failure.requestMayHaveLeft)
    }

    @Test(arguments: [
        "hello, this is not http\r\n\r\n", "HTTP/9.9.9 banana\r\n\r\n",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\nabc\r\n",
    ])
    func abrokenAnswerIsNoAnswer(bytes: String) async throws {
        let failure = try await failure { conversation in
            _ = conversation.readRequest()
            conversation.write(bytes)
        }
        #expect([.protocol, .receive].contains(failure.kind))
        #expect(failure.requestMayHaveLeft)
    }

    @Test func silenceEndsAtTheDeadline() async throws {
        let failure = try await failureAtTheDeadline { conversation in
            _ = conversation.readRequest()
            conversation.socket.waitForPeerToClose()
        }
        #expect(failure.kind == .timeout)
        #expect(failure.requestMayHaveLeft)
    }

    /// Of a call whose request has arrived in time.
    private func failureAtTheDeadline(script: @escaping ScriptedServer.Script) async throws -> TransportError {
        try await withServer(script) { server in
            for timeout in deadlinesToTry {
                let failure = try await failure({ $0.timeout = timeout }, of: .post(server.url))
                if !server.requests.isEmpty { return failure }
            }
            return try #require(nil as TransportError?, "no request came")
        }
    }

    @Test func aSlowDripEndsAtTheDeadlineOfTheWholeCall() async throws {
        let failure = try await failureAtTheDeadline { conversation in
            _ = conversation.readRequest()
            conversation.write("HTTP/1.1 200 OK\r\nContent-Length: 1000000\r\n\r\n")
            while conversation.write("x"), !conversation.socket.hearsFromPeer(within: 20) {}
        }
        #expect(failure.kind == .timeout)
        #expect(failure.requestMayHaveLeft)
    }

    @Test func aStallEndsLongBeforeTheDeadline() async throws {
        let failure = try await failure({
            $0.timeout = .seconds(60)
            $0.stallTimeout = .milliseconds(200)
        }) { conversation in
            _ = conversation.readRequest()
            conversation.write("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nx")
            conversation.socket.waitForPeerToClose()
        }
        #expect(failure.kind == .timeout)
        #expect(failure.requestMayHaveLeft)
        #expect(failure.message.contains("stalled"))
    }

    @Test func aServerThatThinksBeforeItAnswersHasNotStalled() async throws {
        try await withServer({ conversation in
            _ = conversation.readRequest()
            // Ten times as long as a stall may last, or until the client hangs up.
            _ = conversation.socket.hearsFromPeer(within: 500)
            conversation.write(answer())
            conversation.socket.waitForPeerToClose()
        }) { server in
            let response = try await withTransport({ $0.stallTimeout = .milliseconds(50) }) {
                try await $0.send(.post(server.url))
            }
            #expect(response.status == 200)
        }
    }

    @Test func aHandshakeThatNeverEndsIsAConnectTimeoutAndNothingHasLeft() async throws {
        let server = try ScriptedServer { $0.socket.waitForPeerToClose() }
        defer { server.stop() }
        let failure = try await failure(
            { $0.connectTimeout = .milliseconds(300) }, of: .post("https://127.0.0.1:\(server.port)/"))
        #expect(failure.kind == .timeout)
        #expect(!failure.requestMayHaveLeft)
    }

    @Test func aServerThatDoesNotSpeakTLSGetsNoRequest() async throws {
        let server = try ScriptedServer { conversation in
            _ = conversation.socket.read()
            conversation.write(answer())
        }
        defer { server.stop() }
        let failure = try await failure(of: .post("https://127.0.0.1:\(server.port)/"))
        #expect(failure.kind == .tls)
        #expect(!failure.requestMayHaveLeft)
        #expect(server.requests.isEmpty)
    }
}
