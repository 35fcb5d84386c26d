import HTTPTransport
import Testing

@testable import CurlTransport

/// Runs `body` with a transport that is shut down afterwards, whatever happens. Its calls have all the time that a machine with much
/// else to do may need: a deadline is short only where it is what a test is about.
func withTransport<Result>(
    _ change: (inout TransportSettings) -> Void = { _ in },
    _ body: (CurlTransport) async throws -> Result
) async throws -> Result {
    var settings = TransportSettings()
    settings.userAgent = "lazaret-tests/1"
    settings.connectTimeout = .seconds(600)
    settings.timeout = .seconds(600)
    settings.stallTimeout = .seconds(600)
    change(&settings)
    let transport = try CurlTransport(settings)
    do {
        let result = try await body(transport)
        await transport.shutdown()
        return result
    } catch {
        await transport.shutdown()
        throw error
    }
}

/// Runs `body` with a server, and ends the server afterwards.
func withServer<Result>(
    _ script: @escaping ScriptedServer.Script, _ body: (ScriptedServer) async throws -> Result
) async throws -> Result {
    let server = try ScriptedServer(script)
    defer { server.stop() }
    return try await body(server)
}

/// Times for a call whose end by its deadline is to be seen. Where the machine has so much else to do that the call does not even
/// reach its server in the first, the next is tried; and what is wrong is wrong in all of them.
let deadlinesToTry: [Duration] = [.milliseconds(600), .seconds(3), .seconds(15)]

extension CurlTransport {
    /// The failure of a request that is expected to fail.
    func failure(
        of request: HTTPRequest, sourceLocation: SourceLocation = #_sourceLocation
    ) async throws -> TransportError {
        try await #require(throws: TransportError.self, sourceLocation: sourceLocation) {
            _ = try await self.send(request)
        }
    }
}

extension HTTPRequest {
    static func get(_ url: String) -> HTTPRequest { HTTPRequest(method: .get, url: url) }

    static func post(_ url: String, _ body: String = "{}", isolated: Bool = true) -> HTTPRequest {
        HTTPRequest(
            method: .post, url: url, headers: [("Content-Type", "application/json")], body: Array(body.utf8),
            isolated: isolated)
    }
}
