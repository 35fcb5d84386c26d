import CurlTransport
import Foundation
import HTTPTransport
import Testing

/// The daemon's own pages.
extension Station {
    /// What the daemon's log says it listens at.
    func get(_ path: String, of daemon: RunningProcess) async throws -> (status: Int, text: String) {
        let port = try #require(daemon.log.firstMatch(of: /address=.?http:\/\/127\.0\.0\.1:([0-9]+)\//)).output.1
        let transport = try CurlTransport()
        do {
            let response = try await transport.send(HTTPRequest(method: .get, url: "http://127.0.0.1:\(port)\(path)"))
            await transport.shutdown()
            return (response.status, String(decoding: response.body, as: UTF8.self))
        } catch {
            await transport.shutdown()
            throw error
        }
    }
}
