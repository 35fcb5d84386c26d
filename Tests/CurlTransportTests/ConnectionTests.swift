import HTTPTransport
import Testing

@testable import CurlTransport

@Suite struct ConnectionTests {
    @Test func getsShareAKeptAliveConnection() async throws {
        let server = try ScriptedServer.answering(answer())
        defer { server.stop() }
        try await withTransport { transport in
            for _ in 0..<5 { _ = try await transport.send(.get(server.url)) }
        }
        #expect(server.requests.map(\.connection) == [1, 1, 1, 1, 1])
    }

    @Test func everyIsolatedRequestHasAConnectionThatNobodyUsesBeforeOrAfter() async throws {
        let server = try ScriptedServer.answering(answer())
        defer { server.stop() }
        try await withTransport { transport in
            _ = try await transport.send(.get(server.url))
            _ = try await transport.send(.post(server.url))
            _ = try await transport.send(.get(server.url))
            _ = try await transport.send(.post(server.url))
            _ = try await transport.send(.get(server.url))
        }
        #expect(server.requests.map(\.connection) == [1, 2, 1, 3, 1])
    }

    @Test func twoThousandRequestsAtOnceAllGetTheirOwnAnswer() async throws {
        try await withServer({ conversation in
            while let request = conversation.readRequest() {
                conversation.write(answer(body: String(decoding: request.body, as: UTF8.self)))
            }
        }) { server in
            let url = server.url
            let wrong = try await withTransport({ $0.maximumConnections = 32 }) { transport in
                await withTaskGroup(of: Bool.self) { group in
                    for number in 0..<2_000 {
                        group.addTask {
                            let isPost = number % 2 == 0
                            let request = isPost ? HTTPRequest.post(url, "\(number)", isolated: false) : .get(url)
                            let body = try? await transport.send(request).body
                            return body == Array((isPost ? "\(number)" : "").utf8)
                        }
                    }
                    return await group.reduce(into: 0) { $0 += $1 ? 0 : 1 }
                }
            }
            #expect(wrong == 0)
            #expect(server.requests.count == 2_000)
            #expect(server.connections <= 32)
        }
    }

    @Test func noMoreExchangesRunAtOnceThanAllowed() async throws {
        var seen = ""
        // Ten calls are at once when they come within a tenth of their time.
        for timeout in deadlinesToTry {
            seen = try await tenCalls(maximum: 3, timeout: timeout)
            if seen == "3 arrived, 7 have not left" { return }
        }
        Issue.record("\(seen)")
    }

    /// To a server that never answers: what becomes of them.
    private func tenCalls(maximum: Int, timeout: Duration) async throws -> String {
        try await withServer({ conversation in
            _ = conversation.readRequest()
            conversation.socket.waitForPeerToClose()
        }) { server in
            let url = server.url
            return try await withTransport({
                $0.maximumConnections = maximum
                $0.timeout = timeout
            }) { transport in
                let failures = await withTaskGroup(of: TransportError?.self) { group in
                    for _ in 0..<10 {
                        group.addTask {
                            do throws(TransportError) {
                                _ = try await transport.send(.post(url))
                                return nil
                            } catch {
                                return error
                            }
                        }
                    }
                    return await group.reduce(into: []) { $0.append($1) }
                }
                #expect(failures.allSatisfy { $0?.kind == .timeout })
                // Those that never had their turn have not left this machine, and say so.
                let stayed = failures.filter { $0?.requestMayHaveLeft == false }.count
                return "\(server.requests.count) arrived, \(stayed) have not left"
            }
        }
    }

    @Test func moreMayRunAtOnceFromOneMomentToTheNextAndFewerWithoutHarm() async throws {
        let arrived = AsyncStream<Void>.makeStream()
        try await withServer({ conversation in
            guard conversation.readRequest() != nil else { return }
            arrived.continuation.yield()
            conversation.socket.waitForPeerToClose()
        }) { server in
            let url = server.url
            try await withTransport({ $0.maximumConnections = 1 }) { transport in
                await withTaskGroup(of: TransportError?.self) { group in
                    for _ in 0..<3 {
                        group.addTask {
                            do throws(TransportError) {
                                _ = try await transport.send(.post(url))
                                return nil
                            } catch {
                                return error
                            }
                        }
                    }
                    var arrivals = arrived.stream.makeAsyncIterator()
                    await arrivals.next()
                    // The others wait for the first, whose answer never comes.
                    #expect(server.requests.count == 1)
                    transport.allow(exchanges: 3)
                    await arrivals.next()
                    await arrivals.next()
                    #expect(server.requests.count == 3)
                    // Those that run go on.
                    transport.allow(exchanges: 0)
                    group.cancelAll()
                    for await failure in group { #expect(failure?.kind == .cancelled) }
                }
            }
        }
    }

    @Test func anIPv6AddressAndALocalNameAreReached() async throws {
        let server = try ScriptedServer.answering(answer("204 No Content"))
        defer { server.stop() }
        let response = try await withTransport { try await $0.send(.get("http://localhost:\(server.port)/")) }
        #expect(response.status == 204)
    }
}
