import ActionLog
import DefenderSimulator
import Foundation
import LazaretCore
import LazaretTestKit
import Testing

/// The binary as a process, on the job it exists for.
struct MainJobTests {
    @Test("an alert renamed into the inbox becomes one quarantine, followed to Succeeded")
    func seedExample() async throws {
        try await Station.with { station in
            let daemon = try station.start()
            try await station.untilReady(daemon)
            try station.drop(
                "seed.json",
                """
                {"id": "441688558380765161_2136280442", "machineId": "1e5bc9d7e413ddd7902c2932e418702b84d0cc07",
                 "severity": "Medium", "status": "New", "title": "Test", "alertCreationTime": "2026-01-01T00:00:00Z",
                 "evidence": [{"entityType": "File", "sha1": "87662bc3d60e4200ceaf7aae249d1c343f4b83c9",
                               "fileName": "dropped.exe"}]}
                """)
            try await station.until("success") { try station.states() == ["succeeded"] }
            let rows = try station.actions()
            let row = try #require(rows.rows.first)
            #expect(rows.cell("machine_id", of: row).text == "1e5bc9d7e413ddd7902c2932e418702b84d0cc07")
            #expect(rows.cell("sha1", of: row).text == "87662bc3d60e4200ceaf7aae249d1c343f4b83c9")
            #expect(rows.cell("status", of: row).text == "Succeeded")
            #expect(rows.cell("adopted", of: row).integer == 0)
            let comment = try #require(rows.cell("comment", of: row).text)
            #expect(
                comment.hasPrefix(
                    "Stop and quarantine file on machine due to alert 441688558380765161_2136280442 [lazaret:"))
            #expect(rows.cell("requestor", of: row).text?.isEmpty == false)
            let effects = await station.simulator.effects()
            #expect(effects.quarantines.count == 1)
            #expect(effects.quarantines.first?.comment == comment)
            try await station.until("the result") {
                FileManager.default.fileExists(atPath: station.state + "/outbox/seed.json.result.json")
            }
            let shell = Process()
            let output = Pipe()
            shell.executableURL = URL(fileURLWithPath: "/usr/bin/env")
            shell.arguments = [
                "sqlite3", station.state + "/actions.db", "select machine_id, sha1, status from machine_actions",
            ]
            shell.standardOutput = output
            try shell.run()
            shell.waitUntilExit()
            let answer = String(decoding: output.fileHandleForReading.availableData, as: UTF8.self)
            #expect(
                answer
                    == "1e5bc9d7e413ddd7902c2932e418702b84d0cc07|87662bc3d60e4200ceaf7aae249d1c343f4b83c9|Succeeded\n")
            daemon.signal(SIGTERM)
            #expect(await daemon.wait() == 0)
        }
    }

    @Test("kill -9 at any moment, then a restart: each action is exactly one, and becomes final", arguments: 0..<4)
    func killed(round: Int) async throws {
        var options = SimulatorOptions.quick
        options.quota.windows = [.init(limit: 100_000, per: .seconds(60))]
        try await Station.with(
            options: options, policy: ", limits: {}", more: "throttle: {windows: [{limit: 100000, per: 1m}]}"
        ) {
            station in
            var random = SeededRandom(seed: UInt64(round))
            var daemon = try station.start()
            try await station.untilReady(daemon)
            for number in 0..<12 { try station.drop("a\(number).json", SampleAlert.flat(number)) }
            for kills in 0..<4 {
                // Some way into the work, another each time: after so many arrivals at the service.
                let arrivals = Int.random(in: 0...6, using: &random) + kills * 4
                try await station.until("work") {
                    try station.states().count >= min(arrivals, 12)
                }
                daemon.signal(SIGKILL)
                _ = await daemon.wait()
                daemon = try station.start(log: "daemon-\(kills).log")
                try await station.untilReady(daemon)
            }
            try await station.until("all final") {
                let states = try station.states()
                return states.count == 12 && states.allSatisfy { $0 == "succeeded" }
            }
            let effects = await station.simulator.effects()
            #expect(effects.repeated.isEmpty)
            #expect(effects.quarantines.count == 12)
            daemon.signal(SIGTERM)
            #expect(await daemon.wait() == 0)
        }
    }

    @Test("bad input gets a clear error where a person looks, and nothing is lost")
    func badInput() async throws {
        try await Station.with { station in
            let daemon = try station.start()
            try await station.untilReady(daemon)
            try station.drop("broken.json", "{\"a\": 1,}")
            try station.drop("unknown.json", "{\"hello\": \"world\"}")
            try station.drop(
                "nohash.json",
                """
                {"id": "n-1", "machineId": "\(SampleAlert.hex(1, "m"))", "severity": "High", "status": "New",
                 "title": "t", "alertCreationTime": "2026-01-01T00:00:00Z",
                 "evidence": [{"entityType": "File", "sha1": null, "sha256": "\(String(repeating: "ab", count: 32))"}]}
                """)
            try station.drop(
                "gone.json", SampleAlert.flat(9, machine: "dead" + String(repeating: "0", count: 36)))
            try await station.until("the two refused files") {
                let names = try FileManager.default.contentsOfDirectory(atPath: station.state + "/rejected")
                return names.count == 4
            }
            let reason = try String(
                contentsOfFile: station.state + "/rejected/broken.json.reason.json", encoding: .utf8)
            #expect(reason.contains("\"malformed_json\""))
            #expect(reason.contains("\"line\""))
            let unknown = try String(
                contentsOfFile: station.state + "/rejected/unknown.json.reason.json", encoding: .utf8)
            #expect(unknown.contains("\"no_mapping\""))
            try await station.until("the unknown machine") { try station.states() == ["refused"] }
            let rows = try station.actions()
            #expect(rows.cell("error_code", of: rows.rows[0]).text == "ResourceNotFound")
            try await station.until("the alert without a hash") {
                try recordedAlerts(station).rows.count >= 4
            }
            let alerts = try recordedAlerts(station)
            let outcomes = alerts.rows.map { alerts.cell("outcome", of: $0).text ?? "" }.sorted()
            #expect(outcomes == ["mapped", "rejected", "rejected", "skipped"])
            // A file leaves the inbox after its alerts are in the log.
            try await station.until("an empty inbox") {
                try FileManager.default.contentsOfDirectory(atPath: station.inbox).isEmpty
            }
        }
    }

    private func recordedAlerts(_ station: Station) throws -> Rows {
        try ActionLog.open(path: station.state + "/actions.db", access: .reader).alerts(AlertFilter())
    }
}
