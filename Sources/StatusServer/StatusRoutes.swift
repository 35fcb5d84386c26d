import LoopbackHTTPServer

/// Which path gives what, and the headers that every answer carries.
struct StatusRoutes: Sendable {
    let sources: StatusServer.Sources

    func answer(_ request: ServerRequest) async -> ServerResponse {
        guard request.method == "GET" || request.method == "HEAD" else {
            var refusal = Self.page(405, .text, "only GET and HEAD\n")
            refusal.headers["Allow"] = "GET, HEAD"
            return refusal
        }
        // A web page elsewhere can give a name of its own the address 127.0.0.1 and then read what "its own" server says.
        guard Self.isLocal(host: request.headers["Host"]) else {
            return Self.page(421, .text, "this host name is not served; ask for 127.0.0.1 or localhost\n")
        }
        switch request.path {
        case "/-/healthy": return Self.page(200, .text, "healthy\n")
        case "/-/ready":
            let reasons = await sources.notReady()
            return Self.page(reasons.isEmpty ? 200 : 503, .json, ReadyBody.text(reasons))
        case "/metrics": return Self.page(200, .metrics, await sources.metrics())
        case "/":
            let search = request.queryItems.first { $0.name == "q" }.map { String($0.value.prefix(200)) }
            return Self.page(200, .html, StatusPage.html(await sources.report(search)))
        case "/status.css": return Self.page(200, .style, StatusAssets.style)
        case "/status.js": return Self.page(200, .script, StatusAssets.script)
        default: return Self.page(404, .text, "not found\n")
        }
    }

    enum Form: String {
        case text = "text/plain; charset=utf-8"
        case html = "text/html; charset=utf-8"
        case style = "text/css; charset=utf-8"
        case script = "text/javascript; charset=utf-8"
        case json = "application/json"
        case metrics = "text/plain; version=0.0.4; charset=utf-8"
    }

    static let policy =
        "default-src 'none'; style-src 'self'; script-src 'self'; connect-src 'self'; form-action 'self'; "
        + "base-uri 'none'; frame-ancestors 'none'"

    private static func page(_ status: Int, _ form: Form, _ text: String) -> ServerResponse {
        var response = ServerResponse(status: status, contentType: form.rawValue, text: text)
        response.headers.fields += [
            .init(name: "Content-Security-Policy", value: policy),
            .init(name: "X-Content-Type-Options", value: "nosniff"),
            .init(name: "X-Frame-Options", value: "DENY"),
            .init(name: "Cross-Origin-Resource-Policy", value: "same-origin"),
            .init(name: "Cross-Origin-Opener-Policy", value: "same-origin"),
            .init(name: "Cache-Control", value: "no-store"),
            .init(name: "Referrer-Policy", value: "no-referrer"),
        ]
        return response
    }

    /// Nil is a client of HTTP/1.0.
    static func isLocal(host: String?) -> Bool {
        guard let host else { return true }
        // `[::1]:9464`, `127.0.0.1:9464`, `localhost`
        let name = host.hasPrefix("[") ? host.prefix { $0 != "]" }.dropFirst() : host.prefix { $0 != ":" }
        if name.lowercased() == "localhost" { return true }
        return (try? LoopbackAddress(host: String(name), port: 0)) != nil
    }
}
