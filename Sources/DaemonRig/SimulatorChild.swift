import CurlTransport
public import DefenderSimulator
import Foundation
import HTTPTransport

/// `lazaret simulate` as a process of its own.
public final class SimulatorChild {
    public let baseURL: String
    private let child: Child

    /// Returns once it listens. `arguments`: what `lazaret simulate` takes besides where to listen.
    public init(lazaret: String, directory: String, arguments: [String]) throws {
        let portFile = directory + "/port"
        let child = try Child(
            "the simulator", lazaret,
            ["simulate", "--quiet", "--listen", "127.0.0.1:0", "--port-file", portFile] + arguments,
            logFile: directory + "/simulator.log")
        self.child = child
        var port = ""
        try Waiting.until("the simulator listens", within: .seconds(30), log: { child.lastWords }) {
            guard child.isRunning else { throw RigError.ended(child.name, log: child.lastWords) }
            port = ((try? String(contentsOfFile: portFile, encoding: .utf8)) ?? "")
                .trimmingCharacters(in: .whitespacesAndNewlines)
            return !port.isEmpty
        }
        baseURL = "http://127.0.0.1:" + port
    }

    public var pid: Int32 { child.pid }

    /// Everything that arrived, and what came of it.
    public func report() async throws -> EffectReport {
        let transport = try CurlTransport()
        let answer: Result<HTTPResponse, any Error>
        do {
            answer = .success(
                try await transport.send(HTTPRequest(method: .get, url: baseURL + "/_simulator/effects")))
        } catch {
            answer = .failure(error)
        }
        await transport.shutdown()
        let response = try answer.get()
        guard response.status == 200 else {
            throw RigError.simulator("the simulator answered \(response.status)")
        }
        return try JSONDecoder().decode(EffectReport.self, from: Data(response.body))
    }

    public func stop() {
        child.signal(SIGTERM)
        child.wait()
    }
}
