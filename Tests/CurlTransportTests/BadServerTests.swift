import Foundation
import HTTPTransport
import Testing

@testable import CurlTransport

/// Ten servers that nobody should trust with a token. Each exchange ends by its deadline, and the token reaches nobody but the
/// server that the URL names and the certificate proves.
@Suite(.enabled(if: OpenSSL.path != nil, "needs the openssl command"), .timeLimit(.minutes(5)))
struct BadServerTests {
    enum BadServer: String, CaseIterable, Sendable {
        case selfSigned, wrongName, expired, oldTLS, unknownAuthority
        case redirectToClearText, redirectToAnotherHost
        case twoGigabytes, slowDrip, headerFlood

        /// Whether the server proves who it is, so that the request, token and all, is rightly its own.
        var isProven: Bool {
            switch self {
            case .selfSigned, .wrongName, .expired, .oldTLS, .unknownAuthority: false
            default: true
            }
        }
    }

    private static let token = "canary-token"
    /// For a machine that has much else to do; an exchange that nothing ends takes for ever.
    private static let slack = Duration.seconds(15)

    private let certificates: Certificates
    private let authority: Certificates.Identity

    init() throws {
        certificates = try Certificates()
        authority = try certificates.selfSigned()
    }

    private func identity(of server: BadServer) throws -> Certificates.Identity {
        switch server {
        case .selfSigned: try certificates.selfSigned(names: "IP:127.0.0.1")
        case .wrongName: try certificates.server(names: "DNS:other.example", signedBy: authority)
        case .expired: try certificates.expiredServer(signedBy: authority)
        case .unknownAuthority: try certificates.server(signedBy: certificates.selfSigned(names: "DNS:stranger"))
        default: try certificates.server(signedBy: authority)
        }
    }

    /// What the server says once it has the request.
    private static func speak(_ kind: BadServer, _ server: TLSServer, elsewhere: Int, until exchange: Ended) {
        func say(_ text: String) -> Bool { (try? server.write(Array(text.utf8))) != nil }
        switch kind {
        case .redirectToClearText:
            _ = say(answer("302 Found", headers: ["Location: http://127.0.0.1:\(elsewhere)/"]))
        case .redirectToAnotherHost:
            _ = say(answer("307 Temporary Redirect", headers: ["Location: https://localhost:\(elsewhere)/"]))
        case .twoGigabytes:
            _ = say("HTTP/1.1 200 OK\r\nContent-Length: 2147483648\r\n\r\n" + String(repeating: "x", count: 10_000))
        case .slowDrip:
            _ = say("HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n")
            // Slower than anybody waits, and never silent for long: no stall ends it, only the deadline.
            while say("x"), !exchange.hasEnded(within: 0.025) {}
        case .headerFlood: _ = say("HTTP/1.1 200 OK\r\n" + String(repeating: "X-Flood: 1\r\n", count: 2000))
        case .selfSigned, .wrongName, .expired, .oldTLS, .unknownAuthority: break
        }
    }

    @Test("the exchange ends by its deadline, and the token goes nowhere", arguments: BadServer.allCases)
    func ends(kind: BadServer) async throws {
        // The drip alone is ended by its deadline, which is short for that; the others end long before one that no machine misses.
        for deadline in kind == .slowDrip ? [.seconds(2), .seconds(10)] : [Duration.seconds(60)]
        where try await ends(kind, by: deadline) { return }
        Issue.record("the request did not leave in time")
    }

    /// False where the deadline came before the machine had the request on its way.
    private func ends(_ kind: BadServer, by deadline: Duration) async throws -> Bool {
        let elsewhere = try ScriptedServer.answering(answer())
        defer { elsewhere.stop() }
        let options = kind == .oldTLS ? ["-tls1_1", "-cipher", "DEFAULT@SECLEVEL=0"] : []
        let server = try TLSServer(identity(of: kind), www: false, options: options)
        let port = elsewhere.port
        let heard = Heard()
        let exchange = Ended()
        defer { exchange.end() }
        if kind.isProven {
            Thread.detachNewThread {
                heard.add(server.read())
                Self.speak(kind, server, elsewhere: port, until: exchange)
            }
        }
        let request = HTTPRequest(
            method: .post, url: server.url, headers: [("Authorization", "Bearer \(Self.token)")], isolated: true)
        let result = try await withTransport({
            $0.caFile = authority.certificate
            $0.timeout = deadline
            $0.maximumReplyBytes = 1 << 20
        }) { transport in
            let start = ContinuousClock.now
            defer { #expect(ContinuousClock.now - start < deadline + Self.slack) }
            do {
                return Result<HTTPResponse, TransportError>.success(try await transport.send(request))
            } catch let error as TransportError {
                return .failure(error)
            }
        }
        if kind == .slowDrip, case .failure(let error) = result, !error.requestMayHaveLeft { return false }
        // A redirect is an answer like any other; nobody follows it.
        switch (kind, result) {
        case (.redirectToClearText, .success(let response)): #expect(response.status == 302)
        case (.redirectToAnotherHost, .success(let response)): #expect(response.status == 307)
        case (.twoGigabytes, .failure(let error)): #expect(error.kind == .tooLarge && error.requestMayHaveLeft)
        case (.slowDrip, .failure(let error)): #expect(error.kind == .timeout && error.requestMayHaveLeft)
        case (.headerFlood, .failure(let error)): #expect(error.kind == .protocol && error.requestMayHaveLeft)
        case (_, .failure(let error)) where !kind.isProven:
            #expect(error.kind == .tls && !error.requestMayHaveLeft, "\(error)")
            #expect(server.stopAndRead().isEmpty)
        default: Issue.record("\(kind): \(result)")
        }
        #expect(elsewhere.connections == 0)
        if kind.isProven { #expect(heard.text.contains("Bearer \(Self.token)")) }
        server.stop()
        return true
    }
}

/// Whether an exchange has ended, for a server's thread.
private final class Ended: @unchecked Sendable {
    private let condition = NSCondition()
    private var isOver = false

    func end() {
        condition.withLock {
            isOver = true
            condition.broadcast()
        }
    }

    /// Returns as soon as it has, at the latest after so many seconds.
    func hasEnded(within seconds: TimeInterval) -> Bool {
        condition.withLock { isOver || condition.wait(until: Date(timeIntervalSinceNow: seconds)) && isOver }
    }
}

/// What a server has heard, from its own thread.
private final class Heard: @unchecked Sendable {
    private let lock = NSLock()
    private var bytes: [UInt8] = []

    func add(_ more: [UInt8]) { lock.withLock { bytes += more } }
    var text: String { lock.withLock { String(decoding: bytes, as: UTF8.self) } }
}
