import Foundation
import HTTPTransport
import Testing

@testable import CurlTransport

@Suite(.enabled(if: OpenSSL.path != nil, "needs the openssl command"))
struct TLSTests {
    private let certificates: Certificates
    private let authority: Certificates.Identity

    init() throws {
        certificates = try Certificates()
        authority = try certificates.selfSigned()
    }

    private func status(
        of server: TLSServer, _ change: (inout TransportSettings) -> Void
    ) async throws -> Int {
        try await withTransport(change) { try await $0.send(.get(server.url)).status }
    }

    /// Sends a request that carries a token, and expects that nothing of it arrives.
    private func expectRefusal(
        by identity: Certificates.Identity, options: [String] = [], _ change: (inout TransportSettings) -> Void,
        sourceLocation: SourceLocation = #_sourceLocation
    ) async throws {
        let server = try TLSServer(identity, www: false, options: options)
        let request = HTTPRequest(method: .get, url: server.url, headers: [("Authorization", "Bearer canary")])
        let failure = try await withTransport(change) { try await $0.failure(of: request) }
        #expect(failure.kind == .tls, "\(failure)", sourceLocation: sourceLocation)
        #expect(!failure.requestMayHaveLeft, sourceLocation: sourceLocation)
        #expect(server.stopAndRead().isEmpty, sourceLocation: sourceLocation)
    }

    @Test func aServerOfAnUnknownAuthorityIsRefused() async throws {
        try await expectRefusal(by: certificates.server(signedBy: authority)) { _ in }
    }

    @Test func aServerThatVouchesForItselfIsRefused() async throws {
        try await expectRefusal(by: certificates.selfSigned(names: "IP:127.0.0.1")) {
            $0.caFile = authority.certificate
        }
    }

    @Test func aServerOfAnotherNameIsRefused() async throws {
        let identity = try certificates.server(names: "DNS:other.example,IP:127.0.0.2", signedBy: authority)
        try await expectRefusal(by: identity) { $0.caFile = authority.certificate }
    }

    @Test func anExpiredServerIsRefused() async throws {
        try await expectRefusal(by: certificates.expiredServer(signedBy: authority)) {
            $0.caFile = authority.certificate
        }
    }

    @Test func theCertificateFileIsTrusted() async throws {
        let server = try TLSServer(certificates.server(signedBy: authority))
        #expect(try await status(of: server) { $0.caFile = authority.certificate } == 200)
    }

    @Test func theCertificateFileIsTrustedInAdditionToTheSystem() async throws {
        let system = try certificates.selfSigned(names: "DNS:system")
        let stranger = try certificates.selfSigned(names: "DNS:stranger")
        let trust: (inout TransportSettings) -> Void = {
            $0.systemTrustFile = system.certificate
            $0.caFile = authority.certificate
        }
        for signer in [system, authority] {
            let server = try TLSServer(certificates.server(signedBy: signer))
            #expect(try await status(of: server, trust) == 200)
        }
        try await expectRefusal(by: certificates.server(signedBy: stranger), trust)
        // And without the file, the system's alone.
        try await expectRefusal(by: certificates.server(signedBy: authority)) {
            $0.systemTrustFile = system.certificate
        }
    }

    @Test func theCertificateFileIsJoinedWithTheBundleOfLibcurl() throws {
        var settings = TransportSettings()
        settings.caFile = authority.certificate
        let trust = try TrustStore(settings)
        let text = try String(contentsOfFile: try #require(trust.path), encoding: .utf8)
        let added = try String(contentsOfFile: authority.certificate, encoding: .utf8)
        #expect(text.hasSuffix(added))
        let system = "/etc/ssl/certs/ca-certificates.crt"
        let known = try? String(contentsOfFile: system, encoding: .utf8)
        if let known { #expect(text.hasPrefix(known)) }
        // A directory beside a bundle would have libcurl parse the bundle for each connection.
        #expect(trust.searchesDirectory == (known == nil))
    }

    @Test func aCertificateFileWithoutACertificateIsRefusedAtOnce() throws {
        let empty = certificates.path("empty.pem")
        try "nothing\n".write(toFile: empty, atomically: true, encoding: .utf8)
        for path in [empty, certificates.path("missing.pem"), certificates.directory] {
            var settings = TransportSettings()
            settings.caFile = path
            let failure = try #require(throws: TransportError.self) { _ = try CurlTransport(settings) }
            #expect(failure.kind == .unusable)
            #expect(failure.message.contains(path))
        }
    }

    @Test(arguments: TransportSettings.TLSVersion.allCases)
    func tlsBelowTheFloorIsRefused(floor: TransportSettings.TLSVersion) async throws {
        let identity = try certificates.server(signedBy: authority)
        let below =
            switch floor {
            case .v1_2: ["-tls1_1", "-cipher", "DEFAULT@SECLEVEL=0"]
            case .v1_3: ["-tls1_2"]
            }
        try await expectRefusal(by: identity, options: below) {
            $0.caFile = authority.certificate
            $0.minimumTLS = floor
        }
        let server = try TLSServer(identity, options: floor == .v1_2 ? ["-tls1_2"] : ["-tls1_3"])
        let status = try await status(of: server) {
            $0.caFile = authority.certificate
            $0.minimumTLS = floor
        }
        #expect(status == 200)
    }
}
