import HTTPTransport
import LazaretTestKit
import Testing

@testable import CurlTransport

/// What a person is told of the way must be the way that libcurl takes: each row is asked of both.
@Suite struct NoProxyListTests {
    @Test(arguments: [
        ("127.0.0.1", "127.0.0.1", true), ("127.0.0.1", "127.0.0.2", false), ("127.0.0.1", "0.0.1", false),
        ("127.0.0.1", ".1", false), ("127.0.0.1", "127.0.0.0/8", true), ("127.0.0.1", "127.0.0.2/31", false),
        ("127.0.0.1", "127.0.0.0/31", true), ("127.0.0.1", "126.0.0.0/7", true), ("127.0.0.1", "127.0.0.0/33", false),
        ("127.0.0.1", "127.0.0.1/0", true), ("127.0.0.1", "a b,127.0.0.1 ,c", true), ("127.0.0.1", "*", true),
        ("127.0.0.1", "a,*", false), ("[::1]", "::1", true), ("[::1]", "[::1]", false), ("[::1]", "::/64", false),
        ("[::1]", "0:0:0:0:0:0:0:1", false), ("[::1]", "127.0.0.1", false), ("a.localhost", "localhost", true),
        ("a.localhost", ".localhost", true), ("a.localhost", "A.Localhost", true), ("a.localhost", "host", false),
        ("a.localhost", "b.a.localhost", false), ("a.localhost", "localhost.", true),
    ])
    func exceptions(host: String, list: String, isExcepted: Bool) async throws {
        #expect(NoProxyList(list).excepts(host) == isExcepted)
        try await withServer({ _ = $0.readRequest() }) { proxy in
            let port = try UnusedPort.next()
            _ = try await withTransport({
                $0.proxy = "http://127.0.0.1:\(proxy.port)"
                $0.noProxy = list
            }) { try await $0.failure(of: .get("https://\(host):\(port)/")) }
            #expect((proxy.connections == 0) == isExcepted)
        }
    }
}
