import Foundation
import HTTPTransport
import LazaretTestKit
import Testing

@testable import CurlTransport

/// A request through a proxy, to a server behind it that speaks TLS.
@Suite(.enabled(if: OpenSSL.path != nil, "needs the openssl command"))
struct ProxyTests {
    private let certificates: Certificates
    private let target: TLSServer
    private let caFile: String

    init() throws {
        certificates = try Certificates()
        let authority = try certificates.selfSigned()
        caFile = authority.certificate
        target = try TLSServer(certificates.server(signedBy: authority))
    }

    private func request() -> HTTPRequest {
        HTTPRequest(
            method: .get, url: target.url, headers: [("Authorization", "Bearer canary")], isolated: true)
    }

    private func configure(
        _ settings: inout TransportSettings, proxy: ScriptedServer, credential: String? = nil
    ) {
        settings.proxy = "http://127.0.0.1:\(proxy.port)"
        settings.caFile = caFile
        settings.proxyCredential = credential.flatMap { ProxyCredential($0) }
    }

    @Test func theProxySeesTheHostAndNothingElse() async throws {
        let port = target.port
        try await withServer({ conversation in
            if conversation.readRequest() != nil { conversation.tunnel(to: port) }
        }) { proxy in
            let response = try await withTransport({ configure(&$0, proxy: proxy) }) { try await $0.send(request()) }
            #expect(response.status == 200)
            // The proxy's own headers are not the answer's.
            #expect(response.header("x-proxy") == nil)
            let connect = try #require(proxy.requests.first)
            #expect(connect.requestLine == "CONNECT 127.0.0.1:\(port) HTTP/1.1")
            #expect(connect.header("authorization") == nil)
            #expect(proxy.requests.count == 1)
        }
    }

    @Test(arguments: [true, false])
    func aChallengeIsAnsweredWithTheCredentialTakenLiterally(closes: Bool) async throws {
        let port = target.port
        let credential = "us er:p%41:s@s/ü"
        let expected = "Basic " + Data(credential.utf8).base64EncodedString()
        try await withServer({ conversation in
            while let connect = conversation.readRequest() {
                if connect.header("proxy-authorization") == expected { return conversation.tunnel(to: port) }
                let headers = ["Proxy-Authenticate: Basic realm=\"p\""] + (closes ? ["Connection: close"] : [])
                conversation.write(answer("407 Proxy Authentication Required", headers: headers, body: "no"))
                if closes { return }
            }
        }) { proxy in
            let response = try await withTransport({ configure(&$0, proxy: proxy, credential: credential) }) {
                try await $0.send(request())
            }
            #expect(response.status == 200)
            #expect(proxy.requests.map { $0.header("proxy-authorization") } == [nil, expected])
        }
    }

    @Test(arguments: ["407 Proxy Authentication Required", "403 Forbidden", "502 Bad Gateway"])
    func aProxyThatRefusesGetsNoRequest(line: String) async throws {
        try await withServer({ conversation in
            while conversation.readRequest() != nil {
                conversation.write(answer(line, headers: ["Proxy-Authenticate: Basic realm=\"p\""]))
            }
        }) { proxy in
            let failure = try await withTransport({ configure(&$0, proxy: proxy, credential: "user:wrong") }) {
                try await $0.failure(of: request())
            }
            #expect(failure.kind == .proxy, "\(failure)")
            #expect(!failure.requestMayHaveLeft)
            #expect(failure.message.contains(line.prefix(3)))
            #expect(!failure.message.contains("wrong") && !failure.message.contains("canary"))
        }
    }

    @Test func aProxyThatHangsUpGetsNoRequest() async throws {
        try await withServer({ _ = $0.readRequest() }) { proxy in
            let failure = try await withTransport({ configure(&$0, proxy: proxy) }) {
                try await $0.failure(of: request())
            }
            #expect(failure.kind == .proxy, "\(failure)")
            #expect(!failure.requestMayHaveLeft)
        }
    }

    @Test func aProxyThatNeverAnswersIsATimeout() async throws {
        try await withServer({ $0.socket.waitForPeerToClose() }) { proxy in
            let failure = try await withTransport({
                configure(&$0, proxy: proxy)
                $0.connectTimeout = .milliseconds(300)
            }) { try await $0.failure(of: request()) }
            #expect(failure.kind == .timeout, "\(failure)")
            #expect(!failure.requestMayHaveLeft)
        }
    }

    @Test func aProxyThatIsNotThereIsNotGoneAround() async throws {
        let port = try UnusedPort.next()
        let failure = try await withTransport({
            $0.proxy = "127.0.0.1:\(port)"
            $0.caFile = caFile
        }) { try await $0.failure(of: request()) }
        #expect(failure.kind == .connect)
        #expect(!failure.requestMayHaveLeft)
    }

    @Test func exceptionsAndBypassesGoDirectly() async throws {
        try await withServer({ _ = $0.readRequest() }) { proxy in
            let excepted = try await withTransport({
                configure(&$0, proxy: proxy)
                $0.noProxy = "example.com,127.0.0.1"
            }) { try await $0.send(request()) }
            #expect(excepted.status == 200)
            var bypassing = request()
            bypassing.bypassesProxy = true
            let sent = bypassing
            let bypassed = try await withTransport({ configure(&$0, proxy: proxy) }) { try await $0.send(sent) }
            #expect(bypassed.status == 200)
            #expect(proxy.connections == 0)
        }
    }

    @Test func clearTextGoesThroughAConfiguredProxyOnLoopbackAlone() async throws {
        let proxy = try ScriptedServer.answering(answer("202 Accepted"))
        defer { proxy.stop() }
        let server = try ScriptedServer.answering(answer())
        defer { server.stop() }
        let through = try await withTransport({ configure(&$0, proxy: proxy, credential: "user:pass") }) {
            try await $0.send(.post(server.url))
        }
        #expect(through.status == 202)
        #expect(proxy.requests.first?.requestLine == "POST \(server.url) HTTP/1.1")
        let around = try await withTransport({ $0.proxy = "http://proxy.invalid:3128" }) {
            try await $0.send(.post(server.url))
        }
        #expect(around.status == 200)
    }
}
