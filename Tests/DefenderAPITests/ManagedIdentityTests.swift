import CurlTransport
import Foundation
import HTTPTransport
import LazaretCore
import LazaretTestKit
import LoopbackHTTPServer
import Testing

@testable import DefenderAPI

/// Managed identity over libcurl and a socket: what Azure's instance metadata service sees, and what its answers do.
@Suite("Managed identity") struct ManagedIdentityTests {
    @Test("the token comes past every proxy, the environment's and the configured one; its numbers are strings")
    func pastEveryProxy() async {
        await #expect(processExitsWith: .success) {
            let dead = "http://127.0.0.1:1"
            for name in ["http_proxy", "https_proxy", "HTTPS_PROXY", "all_proxy", "ALL_PROXY"] {
                setenv(name, dead, 1)
            }
            unsetenv("NO_PROXY")
            unsetenv("no_proxy")
            var settings = TransportSettings()
            settings.proxy = dead
            try await MetadataService.serve(settings, [.token]) { metadata in
                #expect(try await metadata.tokens.token().value.revealed == "metadata-token")
                let status = await metadata.tokens.status()
                #expect(status.expiresAt == metadata.time.now().wall + .seconds(3599))
                let request = try #require(metadata.requests.all.first)
                #expect(request.method == "GET")
                #expect(request.headers["Metadata"] == "true")
                #expect(request.headers["X-Forwarded-For"] == nil && request.headers["Via"] == nil)
                let items = request.queryItems.map { "\($0.name)=\($0.value)" }
                #expect(
                    items == [
                        "api-version=2018-02-01", "resource=https://api.defender.test", "client_id=identity-1",
                    ])
            }
        }
    }

    @Test(
        "what passes by itself is tried again soon, what a person has to mend ever more rarely",
        arguments: [
            (.status(404), [2, 4, 8]), (.status(410), [2, 4, 8]), (.status(429), [2, 4, 8]), (.status(500), [2, 4, 8]),
            (.status(503), [2, 4, 8]), (.later("25"), [25, 25, 25]), (.status(400), [10, 20, 40]),
            (.status(403), [10, 20, 40]),
        ] as [(MetadataService.Answer, [Int])])
    func retries(answer: MetadataService.Answer, seconds: [Int]) async throws {
        try await MetadataService.serve(TransportSettings(), Array(repeating: answer, count: 4) + [.token]) {
            metadata in
            var gaps: [Int] = []
            var waited = 0
            while gaps.count < seconds.count {
                let before = metadata.requests.all.count
                await #expect(throws: TokenFailure.self) { try await metadata.tokens.token() }
                if metadata.requests.all.count > before {
                    if before > 0 { gaps.append(waited) }
                    waited = 0
                }
                metadata.time.advance(by: .seconds(1))
                waited += 1
            }
            #expect(gaps == seconds)
            metadata.time.advance(by: .seconds(300))
            let token = try await metadata.tokens.token()
            #expect(token.value.revealed == "metadata-token")
        }
    }
}

/// The instance metadata service on loopback, and a tenant that signs in with it.
struct MetadataService {
    enum Answer: Sendable {
        case token
        case status(Int)
        case later(String)

        var response: ServerResponse {
            switch self {
            case .token:
                ServerResponse(
                    status: 200, contentType: "application/json",
                    text: """
                        {"access_token":"metadata-token","client_id":"identity-1","expires_in":"3599","expires_on":"1769866496",
                        "ext_expires_in":"3599","not_before":"1769862896","resource":"https://api.defender.test","token_type":"Bearer"}
                        """)
            case .status(let status):
                ServerResponse(
                    status: status, contentType: "application/json",
                    text: #"{"error":"invalid_request","error_description":"a test"}"#)
            case .later(let seconds): ServerResponse(status: 429, headers: ["Retry-After": seconds])
            }
        }
    }

    final class Requests: @unchecked Sendable {
        private let lock = NSLock()
        private var requests: [ServerRequest] = []

        var all: [ServerRequest] { lock.withLock { requests } }

        /// The number of those that came before.
        func add(_ request: ServerRequest) -> Int {
            lock.withLock {
                requests.append(request)
                return requests.count - 1
            }
        }
    }

    let tokens: TokenSource
    let time: ManualTimeSource
    let requests: Requests

    /// Answers in order, and the last one from then on.
    static func serve(
        _ settings: TransportSettings, _ answers: [Answer], _ body: (MetadataService) async throws -> Void
    ) async throws {
        let requests = Requests()
        let server = try await LoopbackHTTPServer.start(on: LoopbackAddress(host: "127.0.0.1", port: 0)) { request in
            .respond(answers[min(requests.add(request), answers.count - 1)].response)
        }
        let transport = try CurlTransport(settings)
        let identity = ManagedIdentity(
            clientID: "identity-1", endpoint: "http://\(server.address)/metadata/identity/oauth2/token")
        let addresses = ServiceAddresses(
            apiBase: TestTenant.apiBase, authority: "https://login.test", scope: "https://api.defender.test/.default")
        let time = ManualTimeSource()
        let tokens = TokenSource(
            grant: TokenGrant(tenantID: "contoso.test", clientID: "client-1", addresses: addresses),
            credential: CredentialStore(.managedIdentity(identity), trustedDirectory: nil), transport: transport,
            time: time, retry: TestTenant.retry, chance: { 1 }, newID: { "" }, observer: { _, _ in })
        let result = await Result { () async throws in
            try await body(MetadataService(tokens: tokens, time: time, requests: requests))
        }
        await transport.shutdown()
        await server.stop()
        try result.get()
    }
}

extension Result where Failure == any Error {
    fileprivate init(_ body: () async throws -> Success) async {
        do { self = .success(try await body()) } catch { self = .failure(error) }
    }
}
