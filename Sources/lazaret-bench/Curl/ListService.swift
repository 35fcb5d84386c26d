import ArgumentParser
import CurlTransport
import DaemonRig
import Foundation
import HTTPTransport

/// The simulated Defender with ten open actions, as a process of its own: the answer to the tracker's List, worked out anew each time.
struct ListService {
    let target: CurlTarget
    private let simulator: SimulatorChild
    private let directory: String

    static func start() async throws -> ListService {
        let directory = NSTemporaryDirectory() + "lazaret-bench-" + UUID().uuidString
        try FileManager.default.createDirectory(atPath: directory, withIntermediateDirectories: true)
        let program = URL(fileURLWithPath: CommandLine.arguments[0]).deletingLastPathComponent().path + "/lazaret"
        let simulator = try SimulatorChild(
            lazaret: program, directory: directory,
            arguments: ["--limit", "100000000/1h", "--pending", "1h", "--running", "1h"])
        let transport = try CurlTransport()
        let prepared: Result<String, any Error>
        do { prepared = .success(try await prepare(simulator.baseURL, transport)) } catch { prepared = .failure(error) }
        await transport.shutdown()
        let token = try prepared.get()
        let target = CurlTarget(
            title: "the simulator, http, its List of ten",
            url: simulator.baseURL + "/api/machineactions?$top=10",
            headers: [("Authorization", "Bearer " + token), ("Accept", "application/json")], status: 200,
            server: simulator.pid)
        return ListService(target: target, simulator: simulator, directory: directory)
    }

    /// Signs in and makes the actions; the access token.
    private static func prepare(_ service: String, _ transport: CurlTransport) async throws -> String {
        let form =
            "grant_type=client_credentials&client_id=bench&client_secret=bench"
            + "&scope=https%3A%2F%2Fapi.securitycenter.microsoft.com%2F.default"
        let answer = try await transport.send(
            HTTPRequest(
                method: .post, url: service + "/bench/oauth2/v2.0/token",
                headers: [("Content-Type", "application/x-www-form-urlencoded")], body: Array(form.utf8), isolated: true
            ))
        let token = try JSONDecoder().decode(Token.self, from: Data(answer.body)).access_token
        var numbers = SeededNumbers(seed: 1)
        for number in 0..<10 {
            let body = #"{"Comment":"alert \#(number) of the benchmark","Sha1":"\#(numbers.hex40())"}"#
            let submitted = try await transport.send(
                HTTPRequest(
                    method: .post, url: service + "/api/machines/\(numbers.hex40())/StopAndQuarantineFile",
                    headers: [("Authorization", "Bearer " + token), ("Content-Type", "application/json")],
                    body: Array(body.utf8), isolated: true))
            guard submitted.status == 201 else { throw ValidationError("the simulator answered \(submitted.status)") }
        }
        return token
    }

    private struct Token: Decodable {
        var access_token: String
    }

    func stop() {
        simulator.stop()
        // What is left of it disturbs nobody.
        try? FileManager.default.removeItem(atPath: directory)
    }
}
