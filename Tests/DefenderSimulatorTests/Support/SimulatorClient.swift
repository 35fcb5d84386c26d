import DefenderSimulator
import Foundation
import LazaretCore
import LazaretTestKit
import Testing

/// Speaks to a simulator over sockets, one connection a request.
struct SimulatorClient {
    let port: Int
    private(set) var token = ""

    init(port: Int) async throws {
        self.port = port
        let form = "grant_type=client_credentials&client_id=c&client_secret=s&scope=https%3A%2F%2Fa%2F.default"
        let response = try await exchange("POST", "/t/oauth2/v2.0/token", form, "application/x-www-form-urlencoded")
        token = try #require(try response?.json()["access_token"] as? String)
    }

    /// Nil where the connection ended without an answer.
    func exchange(
        _ method: String, _ target: String, _ body: String = "", _ type: String = "application/json"
    ) async throws -> RawResponse? {
        let client = try await SocketClient(port: port)
        try await client.send(request(method, target, body, type))
        return try await client.receive()
    }

    func request(
        _ method: String, _ target: String, _ body: String = "", _ type: String = "application/json"
    ) -> String {
        """
        \(method) \(target) HTTP/1.1\r\nHost: 127.0.0.1:\(port)\r\nAuthorization: Bearer \(token)\r\n\
        Content-Type: \(type)\r\nContent-Length: \(body.utf8.count)\r\n\r\n\(body)
        """
    }

    var submission: String {
        request(
            "POST", "/api/machines/\(ModelClient.machine)/StopAndQuarantineFile",
            #"{"Comment": "c", "Sha1": "\#(ModelClient.sha1)"}"#)
    }

    func submit(machine: String = ModelClient.machine) async throws -> RawResponse? {
        try await exchange(
            "POST", "/api/machines/\(machine)/StopAndQuarantineFile",
            #"{"Comment": "c", "Sha1": "\#(ModelClient.sha1)"}"#)
    }
}

/// A simulator under a clock that only the test moves.
func withSimulator<Result>(
    _ options: SimulatorOptions = SimulatorOptions(),
    _ body: (SimulatorServer, SimulatorClient, ManualTimeSource) async throws -> Result
) async throws -> Result {
    let clock = ManualTimeSource()
    let server = try await SimulatorServer.start(options: options, time: clock)
    do {
        let result = try await body(server, try await SimulatorClient(port: server.port), clock)
        await server.stop()
        return result
    } catch {
        await server.stop()
        throw error
    }
}
