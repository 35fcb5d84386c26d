import HTTPTransport
import Testing

@testable import CurlTransport

@Suite struct ShutdownTests {
    @Test func shutdownEndsWhatRunsAndWhatWaits() async throws {
        try await withServer({ conversation in
            _ = conversation.readRequest()
            conversation.socket.waitForPeerToClose()
        }) { server in
            var settings = TransportSettings()
            settings.maximumConnections = 5
            let transport = try CurlTransport(settings)
            let request = HTTPRequest.post(server.url)
            let tasks = (0..<20).map { _ in Task { try await transport.send(request) } }
            await server.waitForRequests(5)
            await transport.shutdown()
            var left = 0
            for task in tasks {
                let failure = try await #require(throws: TransportError.self) { _ = try await task.value }
                #expect(failure.kind == .cancelled)
                left += failure.requestMayHaveLeft ? 1 : 0
            }
            #expect(left == 5)
        }
    }

    @Test func shutdownMayBeCalledAgainAndBySeveralAtOnce() async throws {
        let transport = try CurlTransport()
        await withTaskGroup { group in
            for _ in 0..<10 { group.addTask { await transport.shutdown() } }
        }
        await transport.shutdown()
    }

    @Test func aSendAfterShutdownIsRefused() async throws {
        let transport = try CurlTransport()
        await transport.shutdown()
        let failure = try await transport.failure(of: .get("https://127.0.0.1/"))
        #expect(failure.kind == .cancelled)
        #expect(!failure.requestMayHaveLeft)
        #expect(failure.message.contains("shut down"))
    }

    @Test func keptAliveConnectionsAreClosed() async throws {
        let (ends, end) = AsyncStream.makeStream(of: Void.self)
        try await withServer({ conversation in
            while conversation.readRequest() != nil { conversation.write(answer()) }
            end.yield()
        }) { server in
            try await withTransport { _ = try await $0.send(.get(server.url)) }
            _ = await ends.first { _ in true }
        }
    }

    @Test func aTransportThatIsReleasedWithoutShutdownClosesItsConnections() async throws {
        let (ends, end) = AsyncStream.makeStream(of: Void.self)
        try await withServer({ conversation in
            while conversation.readRequest() != nil { conversation.write(answer()) }
            end.yield()
        }) { server in
            func useOnce() async throws { _ = try await CurlTransport().send(.get(server.url)) }
            try await useOnce()
            _ = await ends.first { _ in true }
        }
    }

    @Test func sendsThatRaceWithShutdownAllReturn() async throws {
        let server = try ScriptedServer.answering(answer())
        defer { server.stop() }
        let request = HTTPRequest.get(server.url)
        for _ in 0..<20 {
            let transport = try CurlTransport()
            await withTaskGroup { group in
                for _ in 0..<50 {
                    group.addTask {
                        do throws(TransportError) {
                            _ = try await transport.send(request)
                        } catch {
                            #expect(error.kind == .cancelled)
                        }
                    }
                }
                group.addTask { await transport.shutdown() }
            }
        }
    }
}
