import HTTPTransport
import LazaretTestKit
import Testing

@testable import CurlTransport

@Suite struct CancellationTests {
    private static let neverAnswers: ScriptedServer.Script = { conversation in
        while conversation.readRequest() != nil {}
    }

    /// The failure of a task that sends one request.
    private func failure(of task: Task<HTTPResponse, any Error>) async throws -> TransportError {
        try await #require(throws: TransportError.self) { _ = try await task.value }
    }

    @Test func cancellingAfterTheRequestWasReadEndsItAtOnceAndSaysThatItMayHaveLeft() async throws {
        try await withServer(Self.neverAnswers) { server in
            try await withTransport { transport in
                let request = HTTPRequest.post(server.url)
                let task = Task { try await transport.send(request) }
                await server.waitForRequests(1)
                task.cancel()
                let failure = try await failure(of: task)
                #expect(failure.kind == .cancelled)
                #expect(failure.requestMayHaveLeft)
            }
        }
    }

    @Test func aTaskThatIsCancelledBeforehandSendsNothing() async throws {
        try await withServer(Self.neverAnswers) { server in
            try await withTransport { transport in
                let request = HTTPRequest.post(server.url)
                let task = Task {
                    while !Task.isCancelled { await Task.yield() }
                    return try await transport.send(request)
                }
                task.cancel()
                let failure = try await failure(of: task)
                #expect(failure.kind == .cancelled)
                #expect(!failure.requestMayHaveLeft)
                #expect(server.connections == 0)
            }
        }
    }

    @Test func cancellingWhileAnotherHasTheOnlyConnectionSendsNothing() async throws {
        try await withServer(Self.neverAnswers) { server in
            try await withTransport({ $0.maximumConnections = 1 }) { transport in
                let request = HTTPRequest.post(server.url)
                let first = Task { try await transport.send(request) }
                await server.waitForRequests(1)
                let second = Task { try await transport.send(request) }
                second.cancel()
                let secondFailure = try await failure(of: second)
                #expect(!secondFailure.requestMayHaveLeft)
                first.cancel()
                let firstFailure = try await failure(of: first)
                #expect(firstFailure.requestMayHaveLeft)
                #expect(server.requests.count == 1)
            }
        }
    }

    @Test func cancellingDuringTheHandshakeSendsNothing() async throws {
        let (hellos, hello) = AsyncStream.makeStream(of: Void.self)
        let server = try ScriptedServer { conversation in
            _ = conversation.socket.read()
            hello.yield()
            conversation.socket.waitForPeerToClose()
        }
        defer { server.stop() }
        try await withTransport { transport in
            let request = HTTPRequest.post("https://127.0.0.1:\(server.port)/")
            let task = Task { try await transport.send(request) }
            _ = await hellos.first { _ in true }
            task.cancel()
            let failure = try await failure(of: task)
            #expect(failure.kind == .cancelled)
            #expect(!failure.requestMayHaveLeft)
        }
    }

    @Test func cancelsAtRandomPointsAllReturnAndLeaveNothingBehind() async throws {
        let server = try ScriptedServer.answering(answer())
        defer { server.stop() }
        try await withTransport({ $0.maximumConnections = 16 }) { transport in
            let request = HTTPRequest.get(server.url)
            var generator = SeededRandom(seed: 1)
            let tasks = (0..<1_000).map { _ in
                let turns = Int.random(in: 0..<40, using: &generator)
                return Task {
                    await withTaskGroup(of: Void.self) { group in
                        group.addTask {
                            do throws(TransportError) {
                                _ = try await transport.send(request)
                            } catch {
                                #expect(error.kind == .cancelled)
                            }
                        }
                        for _ in 0..<turns { await Task.yield() }
                        group.cancelAll()
                    }
                }
            }
            for task in tasks { await task.value }
            // A cancel that came too late disturbs nobody.
            let last = try await transport.send(request)
            #expect(last.status == 200)
        }
    }
}
