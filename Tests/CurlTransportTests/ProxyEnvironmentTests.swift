import Foundation
import HTTPTransport
import LazaretTestKit
import Testing

@testable import CurlTransport

/// Each in a process of its own, whose environment it changes.
@Suite struct ProxyEnvironmentTests {
    @Test func httpsProxyIsRead() async {
        await #expect(processExitsWith: .success) {
            try await withServer({ _ = $0.readRequest() }) { proxy in
                setenv("HTTPS_PROXY", "http://127.0.0.1:\(proxy.port)", 1)
                let failure = try await withTransport { try await $0.failure(of: .get("https://host.invalid/")) }
                #expect(failure.kind == .proxy)
                #expect(proxy.requests.first?.requestLine == "CONNECT host.invalid:443 HTTP/1.1")
            }
        }
    }

    @Test func noProxyIsRead() async {
        await #expect(processExitsWith: .success) {
            try await withServer({ _ = $0.readRequest() }) { proxy in
                setenv("HTTPS_PROXY", "http://127.0.0.1:\(proxy.port)", 1)
                setenv("NO_PROXY", "127.0.0.1", 1)
                let port = try UnusedPort.next()
                let failure = try await withTransport {
                    try await $0.failure(of: .get("https://127.0.0.1:\(port)/"))
                }
                #expect(failure.kind == .connect)
                #expect(proxy.connections == 0)
            }
        }
    }

    @Test func clearTextAndBypassingRequestsDoNotCare() async {
        await #expect(processExitsWith: .success) {
            let server = try ScriptedServer.answering(answer())
            defer { server.stop() }
            for name in ["http_proxy", "HTTPS_PROXY", "ALL_PROXY", "all_proxy"] {
                setenv(name, "http://127.0.0.1:\(try UnusedPort.next())", 1)
            }
            try await withTransport { transport in
                let clear = try await transport.send(.post(server.url))
                #expect(clear.status == 200)
                let hangsUp = try ScriptedServer { _ = $0.socket.read() }
                defer { hangsUp.stop() }
                var bypassing = HTTPRequest.get("https://127.0.0.1:\(hangsUp.port)/")
                bypassing.bypassesProxy = true
                let failure = try await transport.failure(of: bypassing)
                #expect(failure.kind == .tls)
                #expect(hangsUp.connections == 1)
            }
        }
    }
}
