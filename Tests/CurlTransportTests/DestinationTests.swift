import CCurl
import HTTPTransport
import LazaretTestKit
import Testing

@testable import CurlTransport

@Suite struct DestinationTests {
    @Test(arguments: [
        ("https://api.example.com", "https", "api.example.com", 443),
        ("https://API.Example.com:8443/a?b=c@d", "https", "api.example.com", 8443),
        ("https://10.1.2.3/", "https", "10.1.2.3", 443),
        ("https://[2001:db8::1]:8443/", "https", "[2001:db8::1]", 8443),
        ("HTTP://localhost/x", "http", "localhost", 80),
        ("http://127.0.0.1:9/", "http", "127.0.0.1", 9),
        ("http://127.255.3.4:65535?q", "http", "127.255.3.4", 65535),
        ("http://[::1]:80", "http", "[::1]", 80),
        ("https://host_name.internal/", "https", "host_name.internal", 443),
        ("https://a/b@c", "https", "a", 443),
    ])
    func isReadAndAllowed(url: String, scheme: String, host: String, port: Int) throws {
        let destination = try Destination(url)
        #expect(destination.scheme.rawValue == scheme)
        #expect(destination.host == host)
        #expect(destination.port == port)
    }

    @Test(arguments: [
        // clear text to other hosts, and hosts that look like loopback
        ("http://example.com/", Destination.Refusal.clearText), ("http://10.0.0.1/", .clearText),
        ("http://127.0.0.1.evil.example/", .clearText), ("http://localhost.evil.example/", .clearText),
        ("http://localhost./", .badHost), ("http://[::ffff:127.0.0.1]/", .clearText), ("http://[::2]/", .clearText),
        ("http://128.0.0.1/", .clearText), ("http://0.0.0.0/", .clearText),
        // user information
        ("http://127.0.0.1@evil.example/", .userInformation), ("https://user:pass@host/", .userInformation),
        ("http://127.0.0.1:80@evil.example/", .userInformation), ("http://@127.0.0.1/", .userInformation),
        ("http://localhost:x@[::1]/", .userInformation),
        // spellings on which parsers differ
        ("http://2130706433/", .badHost), ("http://0x7f000001/", .badHost), ("http://127.1/", .badHost),
        ("http://127.0.0.01/", .badHost), ("http://0177.0.0.1/", .badHost), ("http://127.0.0.1.5/", .badHost),
        ("http://127.0.0.256/", .badHost), ("https://1.2.3/", .badHost), ("http://127.0.0.1%2eevil/", .badHost),
        ("http://[::1%25lo]/", .badHost), ("http://[::1/", .badHost), ("http://[127.0.0.1]/", .badHost),
        ("http://[::1]x/", .badPort), ("https://a..b/", .badHost), ("https:///x", .badHost), ("https://", .badHost),
        ("https://-o.example/", .badHost), ("https://a%00b/", .badHost), ("https://a;b/", .badHost),
        // ports
        ("https://h:/", .badPort), ("https://h:0/", .badPort), ("https://h:65536/", .badPort),
        ("https://h:+80/", .badPort), ("https://h:80x/", .badPort), ("https://h:000080/", .badPort),
        // schemes
        ("ftp://127.0.0.1/", .schemeNotAllowed), ("file://h/etc/passwd", .schemeNotAllowed),
        ("gopher://127.0.0.1/", .schemeNotAllowed), ("127.0.0.1", .schemeNotAllowed), ("", .schemeNotAllowed),
        ("https:/h", .schemeNotAllowed), ("//127.0.0.1/", .schemeNotAllowed), ("https:h", .schemeNotAllowed),
        // characters
        ("https://h/a b", .badCharacter), ("https://h/\r\nX: y", .badCharacter), ("https://h\\@e/", .badCharacter),
        ("https://h/#f", .badCharacter), ("https://h/\u{7F}", .badCharacter),
        ("https://bücher.example/", .badCharacter),
        ("https://h/{a}", .badCharacter), (" https://h/", .badCharacter), ("https://h/\0", .badCharacter),
    ])
    func isRefused(url: String, refusal: Destination.Refusal) {
        #expect(throws: refusal) { try Destination(url) }
    }

    @Test func instanceMetadataIsOnlyAskedWithoutAProxy() throws {
        let url = "http://169.254.169.254/metadata/identity/oauth2/token?api-version=2018-02-01"
        #expect(throws: Destination.Refusal.metadataThroughProxy) { try Destination(url) }
        #expect(try Destination(url, bypassesProxy: true).host == "169.254.169.254")
        for other in ["http://169.254.169.253/", "http://169.254.169.254:81/", "http://example.com/"] {
            #expect(throws: Destination.Refusal.clearText) { try Destination(other, bypassesProxy: true) }
        }
    }

    @Test func aRefusedURLFailsBeforeAnythingIsSent() async throws {
        let server = try ScriptedServer.answering(answer())
        defer { server.stop() }
        try await withTransport { transport in
            for url in ["http://127.0.0.1@localhost:\(server.port)/", "ftp://127.0.0.1:\(server.port)/", "x"] {
                let failure = try await transport.failure(of: .get(url))
                #expect(failure.kind == .unusable)
                #expect(!failure.requestMayHaveLeft)
            }
        }
        #expect(server.connections == 0)
    }

    /// Strings put together from pieces that parsers stumble over: what is accepted, libcurl's parser reads alike.
    @Test func whatIsAcceptedLibcurlReadsInTheSameWay() throws {
        let pieces = [
            "http", "https", "://", ":", "/", "//", "@", "?", "127.0.0.1", "localhost", "[::1]", "evil.example", "80",
            ".",
            "-", "_", "%", "%40", ";", "&", "=", "'", "[", "]", "0x7f", "1", "0", "user", ":443", ",", "~", "!", "$",
            "*",
        ]
        var generator = SeededRandom(seed: 1)
        var accepted = 0
        let directions = Directions(TransportSettings())
        for round in 0..<20_000 {
            let start = round % 2 == 0 ? "" : ["http://", "https://", "http://127.0.0.1", "https://a"][round / 2 % 4]
            let url =
                start
                + (0..<Int.random(in: 0...6, using: &generator)).map { _ in
                    pieces.randomElement(using: &generator) ?? ""
                }
                .joined()
            // What is known of an origin says of a URL what the URL by itself does, however often it is asked.
            let judged = Result { () throws(Destination.Refusal) in try Destination(url) }
            let found = Result { () throws(Destination.Refusal) in
                try directions.find(url, bypassesProxy: false).destination
            }
            #expect(found == judged, "\(url)")
            // What either of the two refuses is not sent.
            guard case .success(let destination) = judged, let read = LibcurlURL(url) else { continue }
            accepted += 1
            #expect(read == LibcurlURL(destination), "\(url)")
        }
        #expect(accepted > 1_000)
    }
}

/// What libcurl's own parser makes of a URL.
private struct LibcurlURL: Equatable {
    var scheme: String?
    var host: String?
    var port: Int?
    var user: String?

    init(_ destination: Destination) {
        scheme = destination.scheme.rawValue
        host = destination.host
        port = destination.port
    }

    init?(_ url: String) {
        guard let parsed = curl_url() else { return nil }
        defer { curl_url_cleanup(parsed) }
        guard curl_url_set(parsed, CURLUPART_URL, url, 0) == CURLUE_OK else { return nil }
        func part(_ part: CURLUPart) -> String? {
            var text: UnsafeMutablePointer<CChar>?
            guard curl_url_get(parsed, part, &text, UInt32(1 << 0)) == CURLUE_OK, let text else { return nil }
            defer { curl_free(text) }
            return String(cString: text)
        }
        scheme = part(CURLUPART_SCHEME)
        host = part(CURLUPART_HOST)?.lowercased()
        port = part(CURLUPART_PORT).flatMap { Int($0) }
        user = part(CURLUPART_USER)
    }
}
