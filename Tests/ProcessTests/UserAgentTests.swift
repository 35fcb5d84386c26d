import DefenderSimulator
import Foundation
import LoopbackHTTPServer
import Testing

/// What every call of the program tells about itself.
struct UserAgentTests {
    private final class Agents: @unchecked Sendable {
        private let lock = NSLock()
        private var seen: [String: String?] = [:]

        func note(_ request: ServerRequest) { lock.withLock { seen[request.path] = request.headers["User-Agent"] } }
        var all: [String: String?] { lock.withLock { seen } }
    }

    @Test("the product and its version, from the token call on")
    func userAgent() async throws {
        let version = try await Finished.run(["version", "--format", "json"])
        let facts = try #require(try JSONSerialization.jsonObject(with: Data(version.output.utf8)) as? [String: String])
        let expected = "lazaret/" + (try #require(facts["version"]))
        let agents = Agents()
        let server = try await LoopbackHTTPServer.start(on: LoopbackAddress(host: "127.0.0.1", port: 0)) { request in
            agents.note(request)
            let text =
                request.path.hasSuffix("/token")
                ? #"{"token_type":"Bearer","expires_in":3599,"access_token":"e30.e30.c2ln"}"# : #"{"value":[]}"#
            return .respond(ServerResponse(status: 200, contentType: "application/json", text: text))
        }
        try await Station.with { station in
            let written = try String(contentsOfFile: station.configuration, encoding: .utf8)
            try written.replacing(station.simulator.baseURL, with: "http://\(server.address)")
                .write(toFile: station.configuration, atomically: true, encoding: .utf8)
            _ = try await station.lazaret(["check", "--online"])
        }
        await server.stop()
        #expect(agents.all.keys.contains { $0.hasSuffix("/oauth2/v2.0/token") }, "\(agents.all)")
        #expect(agents.all.keys.contains("/api/machineactions"))
        #expect(agents.all.values.allSatisfy { $0 == expected }, "\(agents.all), not \(expected)")
    }
}
