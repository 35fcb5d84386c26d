public import LoopbackHTTPServer

/// Health, metrics and the status page, read only and on loopback.
public struct StatusServer: Sendable {
    private let server: LoopbackHTTPServer

    /// `report` and `metrics` are asked at each request; they may take their time, but not change anything.
    ///
    /// Throws ``LoopbackServerError`` where the port is taken.
    public static func start(
        address: LoopbackAddress, metrics: @escaping @Sendable () async -> String,
        report: @escaping @Sendable () async -> StatusReport
    ) async throws -> StatusServer {
        let server = try await LoopbackHTTPServer.start(on: address) { request in
            await answer(request, metrics: metrics, report: report)
        }
        return StatusServer(server: server)
    }

    public var address: LoopbackAddress { server.address }

    public func stop() async {
        await server.stop(within: .seconds(1))
    }

    private static func answer(
        _ request: ServerRequest, metrics: () async -> String, report: () async -> StatusReport
    ) async -> ServerReply {
        guard request.method == "GET" || request.method == "HEAD" else {
            return .respond(page(405, "text/plain; charset=utf-8", "only GET\n"))
        }
        switch request.path {
        case "/-/healthy": return .respond(page(200, "text/plain; charset=utf-8", "healthy\n"))
        case "/-/ready":
            let reasons = await report().notReady
            return .respond(page(reasons.isEmpty ? 200 : 503, "application/json", ReadyBody.text(reasons)))
        case "/metrics":
            return .respond(page(200, "text/plain; version=0.0.4; charset=utf-8", await metrics()))
        case "/": return .respond(page(200, "text/html; charset=utf-8", StatusPage.html(await report())))
        default: return .respond(page(404, "text/plain; charset=utf-8", "not found\n"))
        }
    }

    private static func page(_ status: Int, _ type: String, _ text: String) -> ServerResponse {
        var response = ServerResponse(status: status, contentType: type, text: text)
        response.headers.fields += [
            .init(
                name: "Content-Security-Policy",
                value:
                    "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
            ),
            .init(name: "X-Content-Type-Options", value: "nosniff"),
            .init(name: "Cache-Control", value: "no-store"),
            .init(name: "Referrer-Policy", value: "no-referrer"),
        ]
        return response
    }
}
