import HTTPTransport
import Testing

@testable import CurlTransport

@Suite(.enabled(if: OpenSSL.path != nil, "needs the openssl command"))
struct HTTP2Tests {
    private let certificates: Certificates
    private let authority: Certificates.Identity

    init() throws {
        certificates = try Certificates()
        authority = try certificates.selfSigned()
    }

    private func peer(_ reaction: @escaping @Sendable (Int) -> HTTP2Peer.Reaction) throws -> HTTP2Peer {
        try HTTP2Peer(certificates.server(signedBy: authority), reaction)
    }

    @Test func itIsSpokenWhereTheServerOffersIt() async throws {
        let peer = try peer { _ in .answer }
        defer { peer.stop() }
        let statuses = try await withTransport({ $0.caFile = authority.certificate }) { transport in
            [
                try await transport.send(.get(peer.server.url)).status,
                try await transport.send(.post(peer.server.url, isolated: false)).status,
            ]
        }
        #expect(statuses == [200, 200])
        #expect(peer.requests == 2)
    }

    @Test(arguments: [HTTP2Peer.Reaction.refuseStream, .drop])
    func anIsolatedPostIsSentOnce(reaction: HTTP2Peer.Reaction) async throws {
        let peer = try peer { _ in reaction }
        defer { peer.stop() }
        let failure = try await withTransport({
            $0.caFile = authority.certificate
            $0.timeout = .seconds(20)
        }) { try await $0.failure(of: .post(peer.server.url)) }
        #expect(failure.requestMayHaveLeft)
        #expect(failure.kind != .timeout, "\(failure)")
        #expect(peer.requests == 1)
    }

    @Test func anIsolatedPostIsSentOnceWhenTheServerGoesAway() async throws {
        let peer = try peer { _ in .goAway }
        defer { peer.stop() }
        let failure = try await withTransport({
            $0.caFile = authority.certificate
            $0.timeout = .seconds(6)
        }) { try await $0.failure(of: .post(peer.server.url)) }
        #expect(failure.requestMayHaveLeft)
        #expect(peer.requests == 1)
    }

    @Test func aRefusedStreamIsSentAgainWithoutIsolation() async throws {
        let peer = try peer { $0 == 1 ? .refuseStream : .answer }
        defer { peer.stop() }
        let status = try await withTransport({ $0.caFile = authority.certificate }) {
            try await $0.send(.post(peer.server.url, isolated: false)).status
        }
        #expect(status == 200)
        #expect(peer.requests == 2)
    }
}
