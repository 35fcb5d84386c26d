import HTTPTransport
import Testing

@testable import CurlTransport

@Suite struct LimitTests {
    private func failure(
        _ change: (inout TransportSettings) -> Void, script: @escaping ScriptedServer.Script
    ) async throws -> TransportError {
        try await withServer(script) { server in
            try await withTransport(change) { try await $0.failure(of: .get(server.url)) }
        }
    }

    @Test func aReplyOfTwoGigabytesEndsAtItsFirstHeader() async throws {
        let failure = try await failure({ $0.maximumReplyBytes = 1 << 20 }) { conversation in
            _ = conversation.readRequest()
            conversation.write("HTTP/1.1 200 OK\r\nContent-Length: 2147483648\r\n\r\n")
            conversation.socket.waitForPeerToClose()
        }
        #expect(failure.kind == .tooLarge)
        #expect(failure.requestMayHaveLeft)
    }

    @Test(arguments: ["Transfer-Encoding: chunked", "Connection: close"])
    func aReplyOfUnknownLengthEndsWhereItCrossesTheLimit(framing: String) async throws {
        let block = String(repeating: "x", count: 0x8000)
        let failure = try await failure({ $0.maximumReplyBytes = 1 << 20 }) { conversation in
            _ = conversation.readRequest()
            conversation.write("HTTP/1.1 200 OK\r\n\(framing)\r\n\r\n")
            let isChunked = framing.hasPrefix("Transfer")
            while conversation.write(isChunked ? "8000\r\n\(block)\r\n" : block) {}
        }
        #expect(failure.kind == .tooLarge)
    }

    @Test func aReplyOfExactlyTheLimitIsTaken() async throws {
        let server = try ScriptedServer.answering(answer(body: String(repeating: "x", count: 1000)))
        defer { server.stop() }
        let response = try await withTransport({ $0.maximumReplyBytes = 1000 }) { try await $0.send(.get(server.url)) }
        #expect(response.body.count == 1000)
    }

    @Test func aFloodOfHeadersEnds() async throws {
        let failure = try await failure({ $0.maximumHeaderBytes = 1 << 30 }) { conversation in
            _ = conversation.readRequest()
            conversation.write("HTTP/1.1 200 OK\r\n")
            while conversation.write("X-Flood: 1\r\n") {}
        }
        #expect(failure.kind == .protocol)
        #expect(failure.message.contains("tooManyHeaders"))
    }

    @Test func headersThatAreLongTogetherEnd() async throws {
        let value = String(repeating: "v", count: 4000)
        let failure = try await failure({ $0.maximumHeaderCount = 1 << 20 }) { conversation in
            _ = conversation.readRequest()
            conversation.write("HTTP/1.1 200 OK\r\n")
            while conversation.write("X-Flood: \(value)\r\n") {}
        }
        #expect(failure.kind == .protocol)
        #expect(failure.message.contains("headersTooLong"))
    }

    @Test func aHeaderLineWithoutAnEndEnds() async throws {
        let piece = String(repeating: "v", count: 4000)
        let failure = try await failure({ _ in }) { conversation in
            _ = conversation.readRequest()
            conversation.write("HTTP/1.1 200 OK\r\nX-Flood: ")
            while conversation.write(piece) {}
        }
        #expect(failure.kind == .protocol)
    }

    @Test func aFloodOfInterimAnswersEnds() async throws {
        let failure = try await failure({ _ in }) { conversation in
            _ = conversation.readRequest()
            while conversation.write("HTTP/1.1 103 Early Hints\r\n\r\n") {}
        }
        #expect(failure.kind == .protocol)
    }

    @Test func aFloodOfTrailersEnds() async throws {
        let failure = try await failure({ _ in }) { conversation in
            _ = conversation.readRequest()
            conversation.write("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1\r\nx\r\n0\r\n")
            while conversation.write("X-Flood: 1\r\n") {}
        }
        #expect(failure.kind == .protocol)
    }
}
