import LazaretCore
import LoopbackHTTPServer
import Testing

@testable import StatusServer

struct StatusRoutesTests {
    static func routes(notReady: [String] = []) -> StatusRoutes {
        StatusRoutes(
            sources: StatusServer.Sources(
                metrics: { "a_total 1\n" }, notReady: { notReady },
                report: { search in
                    StatusReport(
                        at: StatusPageTests.now, search: search.map { StatusReport.Search(text: $0, actions: []) })
                }))
    }

    static func get(
        _ path: String, query: String? = nil, method: String = "GET", host: String? = "127.0.0.1:9464",
        notReady: [String] = []
    ) async -> ServerResponse {
        var request = ServerRequest(method: method, path: path, query: query)
        request.headers["Host"] = host
        return await routes(notReady: notReady).answer(request)
    }

    @Test(
        "each path has its answer and its type",
        arguments: [
            ("/-/healthy", 200, "text/plain; charset=utf-8"), ("/-/ready", 200, "application/json"),
            ("/metrics", 200, "text/plain; version=0.0.4; charset=utf-8"), ("/", 200, "text/html; charset=utf-8"),
            ("/status.css", 200, "text/css; charset=utf-8"), ("/status.js", 200, "text/javascript; charset=utf-8"),
            ("/favicon.ico", 404, "text/plain; charset=utf-8"),
        ])
    func paths(_ path: String, _ status: Int, _ type: String) async {
        let answer = await Self.get(path)
        #expect(answer.status == status)
        #expect(answer.headers["Content-Type"] == type)
    }

    @Test("every answer forbids what the page does not need")
    func headers() async throws {
        for path in ["/", "/-/ready", "/status.js", "/nothing"] {
            let answer = await Self.get(path)
            let policy = try #require(answer.headers["Content-Security-Policy"])
            #expect(policy.hasPrefix("default-src 'none'; "))
            #expect(!policy.contains("unsafe"))
            #expect(answer.headers["X-Content-Type-Options"] == "nosniff")
            #expect(answer.headers["Cache-Control"] == "no-store")
        }
    }

    @Test("the page keeps to its policy: nothing inline, nothing from elsewhere")
    func page() async {
        let text = String(decoding: await Self.get("/").body, as: UTF8.self)
        #expect(text.contains("<script src=\"/status.js\" defer></script>"))
        #expect(text.ranges(of: "<script").count == 1)
        #expect(!text.contains("style=\""))
        #expect(!text.contains("<style"))
        #expect(!text.contains("http://") && !text.contains("https://"))
    }

    @Test("not ready is 503 with the reasons")
    func notReady() async {
        let answer = await Self.get("/-/ready", notReady: ["paused: a\"b"])
        #expect(answer.status == 503)
        #expect(
            String(decoding: answer.body, as: UTF8.self) == "{\"ready\": false, \"reasons\": [\"paused: a\\\"b\"]}\n")
    }

    @Test("nothing can be changed here")
    func methods() async {
        for method in ["POST", "PUT", "DELETE"] {
            let answer = await Self.get("/", method: method)
            #expect(answer.status == 405)
            #expect(answer.headers["Allow"] == "GET, HEAD")
        }
    }

    @Test(
        "only a local host name is answered: a name that somebody points at this machine is not",
        arguments: [
            ("127.0.0.1:9464", true), ("localhost", true), ("LOCALHOST:1", true), ("[::1]:9464", true), (nil, true),
            ("127.8.8.8", true), ("evil.example", false), ("127.0.0.1.evil.example:9464", false), ("10.0.0.1", false),
            ("", false),
        ] as [(String?, Bool)])
    func hosts(_ host: String?, _ isServed: Bool) async {
        #expect(await Self.get("/metrics", host: host).status == (isServed ? 200 : 421))
    }

    @Test("a search is decoded and shown")
    func search() async {
        let answer = await Self.get("/", query: "q=srv%2D1+a")
        #expect(String(decoding: answer.body, as: UTF8.self).contains("Found for “srv-1 a”"))
    }
}
