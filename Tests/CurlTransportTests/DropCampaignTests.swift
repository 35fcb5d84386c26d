import Foundation
import HTTPTransport
import Testing

@testable import CurlTransport

/// A POST that was processed and whose connection then died must not arrive a second time, however the connection died and
/// whatever was kept alive beside it. A hundred here; `make network-campaign` makes it a thousand.
@Suite(
    .enabled(if: OpenSSL.path != nil && DroppingPeer.python != nil, "needs the openssl command and Python 3"),
    .timeLimit(.minutes(60)))
struct DropCampaignTests {
    private static let rounds = ProcessInfo.processInfo.environment["LAZARET_CAMPAIGN"] == nil ? 100 : 1000

    @Test("drops after processing give no second arrival", arguments: ["http/1.1", "h2"])
    func arrivesOnce(protocol name: String) async throws {
        let certificates = try Certificates()
        let authority = try certificates.selfSigned()
        let peer = try DroppingPeer(certificates.server(signedBy: authority), protocol: name)
        try await withTransport({ $0.caFile = authority.certificate }) { transport in
            for round in 0..<Self.rounds {
                // Kept alive, for libcurl to be tempted with.
                #expect(try await transport.send(.get(peer.url)).status == 200)
                let failure = try await transport.failure(of: .post(peer.url, "\(round)"))
                #expect(failure.requestMayHaveLeft, "\(failure)")
            }
        }
        let arrivals = peer.stopAndRead()
        #expect(arrivals == (0..<Self.rounds).map { "\($0)" })
        print("\(name): \(Self.rounds) drops after processing, \(arrivals.count - Set(arrivals).count) second arrivals")
    }
}
