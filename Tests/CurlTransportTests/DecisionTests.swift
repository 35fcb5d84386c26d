import CCurl
import HTTPTransport
import Testing

@testable import CurlTransport

@Suite struct DecisionTests {
    @Test(arguments: [
        ("https://h/", "", "", false, ProxyRoute.environment(noProxy: nil)),
        ("https://h/", "", "a,b", false, .environment(noProxy: "a,b")),
        ("https://h/", "proxy:3128", "", false, .configured("proxy:3128", noProxy: nil)),
        ("https://h/", "http://proxy:3128", "a", false, .configured("http://proxy:3128", noProxy: "a")),
        ("https://h/", "http://proxy:3128", "a", true, .direct), ("https://h/", "", "", true, .direct),
        // Clear text stays on the machine: not through the environment's proxy, nor through a remote one.
        ("http://127.0.0.1/", "", "", false, .direct), ("http://localhost/", "http://proxy:3128", "", false, .direct),
        (
            "http://127.0.0.1/", "http://localhost:3128", "", false,
            .configured("http://localhost:3128", noProxy: nil)
        ),
    ])
    func theRouteOfARequest(url: String, proxy: String, noProxy: String, bypasses: Bool, route: ProxyRoute) throws {
        var settings = TransportSettings()
        settings.proxy = proxy
        settings.noProxy = noProxy
        let destination = try Destination(url)
        #expect(ProxyRoute.decide(for: destination, bypassesProxy: bypasses, settings: settings) == route)
    }

    @Test(arguments: [
        ([:], ProxyRoute.direct), (["http_proxy": "p:1", "NO_PROXY": "a", "https_proxy": ""], .direct),
        (["https_proxy": "p:1"], .environment(noProxy: nil)), (["HTTPS_PROXY": "p:1"], .environment(noProxy: nil)),
        (["all_proxy": "p:1"], .environment(noProxy: nil)), (["ALL_PROXY": "p:1"], .environment(noProxy: nil)),
    ])
    func theEnvironmentIsFollowedWhereItNamesAProxy(environment: [String: String], route: ProxyRoute) throws {
        let directions = Directions(TransportSettings(), environment: environment)
        #expect(try directions.find("https://h/", bypassesProxy: false).route == route)
        // What is configured counts in any case.
        var settings = TransportSettings()
        settings.proxy = "proxy:3128"
        let configured = Directions(settings, environment: environment)
        #expect(
            try configured.find("https://h/", bypassesProxy: false).route
                == .configured("proxy:3128", noProxy: nil))
    }

    @Test(arguments: [
        ("proxy:3128", true), ("http://proxy:3128", true), ("https://proxy", true), ("socks5h://[::1]:1080", true),
        ("10.0.0.1:3128", true), ("ftp://proxy:3128", false), ("http://user:pw@proxy:3128", false),
        ("user:pw@proxy:3128", false), ("http://", false), ("a proxy", false), ("proxy:99999", false),
    ])
    func theProxiesThatATransportTakes(proxy: String, isUsable: Bool) {
        #expect(ProxyRoute.isUsable(proxy) == isUsable)
        var settings = TransportSettings()
        settings.proxy = proxy
        let transport = try? CurlTransport(settings)
        #expect((transport != nil) == isUsable)
    }

    @Test func limitsThatLetNothingThroughAreNotTaken() throws {
        let changes: [(inout TransportSettings) -> Void] = [
            { $0.maximumConnections = 0 }, { $0.maximumReplyBytes = 0 }, { $0.maximumHeaderBytes = -1 },
            { $0.maximumHeaderCount = 0 }, { $0.userAgent = "a\r\nb" },
        ]
        for change in changes {
            var settings = TransportSettings()
            change(&settings)
            let failure = try #require(throws: TransportError.self) { _ = try CurlTransport(settings) }
            #expect(failure.kind == .unusable)
        }
    }

    @Test(arguments: [
        ("Accept", "text/plain", "Accept: text/plain"), ("X-Empty", "", "X-Empty;"), ("X-Blank", " \t", "X-Blank;"),
        ("X-Text", "käse", "X-Text: käse"), ("x-tab", "a\tb", "x-tab: a\tb"),
    ])
    func aHeaderInLibcurlsForm(name: String, value: String, line: String) throws {
        #expect(try HeaderLine.make(name: name, value: value) == line)
    }

    @Test(arguments: [
        ("", "x", HeaderLine.Refusal.badName), ("X Y", "x", .badName), ("X:", "x", .badName), ("X\r\nY", "x", .badName),
        ("Ä", "x", .badName), ("X", "a\r\nY: b", .badValue), ("X", "a\nb", .badValue), ("X", "a\0b", .badValue),
        ("Content-Length", "5", .reserved), ("HOST", "evil", .reserved), ("transfer-encoding", "chunked", .reserved),
        ("Proxy-Authorization", "Basic x", .reserved), ("Expect", "100-continue", .reserved),
    ])
    func aHeaderThatIsNotSent(name: String, value: String, refusal: HeaderLine.Refusal) {
        #expect(throws: refusal) { try HeaderLine.make(name: name, value: value) }
    }

    @Test func aRequestThatCannotBeSentIsUnusable() async throws {
        try await withTransport { transport in
            for request in [
                HTTPRequest(method: .get, url: "https://h/", body: [1]),
                HTTPRequest(method: .get, url: "https://h/", headers: [("X", "a\r\nb")]),
            ] {
                let failure = try await transport.failure(of: request)
                #expect(failure.kind == .unusable)
                #expect(!failure.requestMayHaveLeft)
            }
        }
    }

    @Test(arguments: [
        ("user:pass", "user", "pass"), ("user:", "user", ""), ("user:a:b", "user", "a:b"),
        ("a b:%41@/", "a b", "%41@/"),
    ])
    func aProxyCredentialIsSplitAtItsFirstColon(text: String, user: String, password: String) throws {
        let credential = try #require(ProxyCredential(text))
        #expect(credential.user == user)
        #expect(credential.password == password)
    }

    @Test(arguments: ["", "user", ":pass", "user:pa\nss", "us\0er:pass"])
    func whatIsNoProxyCredential(text: String) {
        #expect(ProxyCredential(text) == nil)
    }

    @Test func settingsNeverPrintTheProxyPassword() {
        var settings = TransportSettings()
        settings.proxyCredential = ProxyCredential("canary-user:canary-password")
        var dumped = ""
        dump(settings, to: &dumped)
        for text in ["\(settings)", String(reflecting: settings), dumped] {
            #expect(!text.contains("canary"))
            #expect(text.contains("[redacted]"))
        }
    }

    @Test(arguments: [
        (Duration.zero, 1), (.seconds(-5), 1), (.microseconds(10), 1), (.milliseconds(250), 250),
        (.seconds(10), 10_000),
        (.seconds(10_000_000_000), 2_000_000_000),
    ])
    func noDurationTurnsATimerOff(duration: Duration, milliseconds: Int) {
        #expect(duration.timerMilliseconds == milliseconds)
    }
}
