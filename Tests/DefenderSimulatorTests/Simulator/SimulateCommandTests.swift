import DefenderSimulator
import Foundation
import Glibc
import LazaretTestKit
import Testing

@Suite("lazaret simulate", .timeLimit(.minutes(5)))
struct SimulateCommandTests {
    @Test("says where it listens, serves, records, and ends with 0 on a signal", arguments: [SIGTERM, SIGINT])
    func run(signal: Int32) async throws {
        try await withTemporaryDirectory { directory in
            let process = try SimulateProcess([
                "--port-file", directory + "/port", "--effects", directory + "/effects.jsonl", "--pending", "50ms",
                "--running",
                "50ms", "--initial-status", "InProgress",
            ])
            let line = try #require(await process.line())
            let port = try #require(Int(line.split(separator: ":").last ?? ""))
            #expect(line == "listening on http://127.0.0.1:\(port)")
            let client = try await SimulatorClient(port: port)
            let answer = try #require(try await client.submit())
            #expect(try answer.json()["status"] as? String == "InProgress")
            let id = try #require(try answer.json()["id"] as? String)
            #expect(await process.line()?.hasSuffix(" token 200") == true)
            #expect(await process.line()?.hasSuffix("action=\(id)") == true)
            // The simulator's own clock decides; there is no event but the answer.
            var status: String?
            repeat {
                status = try await client.exchange("GET", "/api/machineactions/\(id)")?.json()["status"] as? String
            } while status == "InProgress"
            #expect(status == "Succeeded")
            #expect(try String(contentsOfFile: directory + "/port", encoding: .utf8) == "\(port)\n")
            process.signal(signal)
            #expect(await process.end().status == 0)
            let lines = try EffectLine.read(Data(contentsOf: URL(filePath: directory + "/effects.jsonl")))
            #expect(lines.contains { if case .quarantine(let made) = $0 { made.actionID == id } else { false } })
        }
    }

    @Test("takes faults, settings, secret and quotas from its options")
    func options() async throws {
        try await withTemporaryDirectory { directory in
            try Data(#"[{"fault": "errorBefore", "status": 503, "operation": "machine"}]"#.utf8)
                .write(to: URL(filePath: directory + "/faults.json"))
            try Data(#"{"unknownMachines": ["1e5b"]}"#.utf8).write(to: URL(filePath: directory + "/settings.json"))
            try Data("s\n".utf8).write(to: URL(filePath: directory + "/secret"))
            let process = try SimulateProcess([
                "--faults", directory + "/faults.json", "--settings", directory + "/settings.json", "--secret-file",
                directory + "/secret", "--tenant", "t", "--client", "c", "--limit", "2/1h", "--limit", "9/2h",
                "--final",
                "Failed=1", "--final", "Succeeded=0", "--drop-after", "1", "--retry-after", "soon", "--quiet",
            ])
            let line = try #require(await process.line())
            let client = try await SimulatorClient(port: try #require(Int(line.split(separator: ":").last ?? "")))
            #expect(try await client.exchange("GET", "/api/machines/\(ModelClient.machine)")?.status == 503)
            let list = try #require(try await client.exchange("GET", "/api/machineactions"))
            #expect(list.status == 200)
            let machine = String(repeating: "c", count: 40)
            let answers = [
                try await client.submit(machine: machine), try await client.submit(), try await client.submit(),
            ]
            #expect(answers.map { $0?.status } == [nil, nil, 429])
            #expect(answers[2]?.headers["retry-after"] == "soon")
            process.signal(SIGTERM)
            #expect(await process.end().status == 0)
            #expect(await process.line() == nil)
        }
    }

    @Test(
        "what it cannot do it says, with the exit code for it",
        arguments: [
            (["--listen", "0.0.0.0:0"], 64, "loopback"), (["--listen", "nonsense"], 64, "loopback"),
            (["--limit", "3"], 64, "--limit 3"), (["--pending", "3"], 64, "duration"),
            (["--drop-after", "2"], 64, "drop-after"),
            (["--lock", "none"], 64, "machineAndFile"), (["--faults", "/nowhere"], 64, "/nowhere"),
            (["--final", "Failed=x"], 64, "Failed=x"), (["--effects", "/nowhere/effects"], 73, "effects file"),
            (["--port-file", "/nowhere/port"], 74, "port"),
        ])
    func refused(arguments: [String], status: Int32, text: String) async throws {
        let process = try SimulateProcess(arguments + ["--quiet"])
        let end = await process.end()
        #expect(end.status == status)
        #expect(end.errors.contains(text))
    }

    @Test("a taken port is 69")
    func takenPort() async throws {
        try await withSimulator { server, _, _ in
            let process = try SimulateProcess(["--listen", "127.0.0.1:\(server.port)"])
            let end = await process.end()
            #expect(end.status == 69)
            #expect(end.errors.contains("in use"))
        }
    }
}
