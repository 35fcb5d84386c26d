import ActionLog
import DefenderSimulator
import Foundation
import Glibc
import Testing

/// The log as a collector reads it that knows JSON and nothing else.
struct JSONLogTests {
    private typealias Line = [String: String]

    @Test("with log.format json every line is one object of texts, no key twice, and carries the ids of what it tells")
    func lines() async throws {
        var options = SimulatorOptions.quick
        options.faults = [FaultRule(.dropAfter, operation: .submit, times: 1)]
        try await Station.with(options: options, more: "log: {format: json, level: debug}") { station in
            let daemon = try station.start()
            try await station.until("the daemon") { daemon.log.contains("\"ready\"") }
            try station.drop("bad.json", "{\"a\": \n")
            try await station.until("the refusal") { try station.reason("bad.json") == "malformed_json" }
            for number in 1...2 {
                try station.drop("\(number).json", SampleAlert.flat(number))
                try await station.until("success") {
                    try station.states() == Array(repeating: "succeeded", count: number)
                }
            }
            try station.change("mode: enforce", to: "mode: nonsense")
            daemon.signal(SIGHUP)
            try await station.until("the reload") { daemon.log.contains("configuration refused") }
            daemon.signal(SIGTERM)
            #expect(await daemon.wait() == 0)

            let lines = try daemon.log.split(separator: "\n").map { text in
                let line = try #require(
                    try JSONSerialization.jsonObject(with: Data(text.utf8)) as? Line, "\(text)")
                #expect(text.matches(of: /"[a-z_0-9]+": "/).count >= line.count)
                #expect(keys(of: text).count == Set(keys(of: text)).count, "\(text)")
                for key in ["at", "level", "message"] { #expect(line[key]?.isEmpty == false, "\(text)") }
                return line
            }
            try expectIDs(lines, station)
        }
    }

    private func expectIDs(_ lines: [Line], _ station: Station) throws {
        func all(_ message: String) -> [Line] { lines.filter { $0["message"] == message } }
        let refused = try #require(all("alert file refused").first)
        #expect(refused["file"] == "bad.json")
        #expect(refused["reason"] == "malformed_json")
        #expect(refused["detail"]?.isEmpty == false)
        let reload = try #require(all("configuration refused, the old one stays in force").first)
        #expect(reload["detail"]?.contains("nonsense") == true)

        let rows = try station.actions()
        for (index, row) in rows.rows.enumerated() {
            let (number, action) = (index + 1, String(rows.cell("action_id", of: row).integer ?? 0))
            let (machine, sha1) = (SampleAlert.hex(number, "machine"), SampleAlert.hex(number, "file"))
            let taken = try #require(all("alert file taken in").first { $0["file"] == "\(number).json" })
            #expect(taken["alert"] == "alert-\(number)")
            #expect(taken["action"] == action)
            let sent = try #require(all("submitted").first { $0["action"] == action })
            #expect(sent["machine"] == machine)
            #expect(sent["sha1"] == sha1)
            #expect(sent["tenant"] == "test")
            #expect(sent["attempt"].flatMap { Int($0) } != nil)
            #expect(sent["duration_ms"].flatMap { Int($0) } != nil)
            // The first call's answer was lost on its way.
            #expect(sent["outcome"] == (number == 1 ? "unknown" : "accepted"))
            let machineAction = rows.cell("machine_action_id", of: row).text
            if number == 1 {
                let look = try #require(all("looked for an unconfirmed action").last { $0["action"] == action })
                #expect(look["machine"] == machine)
                #expect(look["sha1"] == sha1)
                #expect(look["outcome"] == "found")
            } else {
                #expect(sent["machine_action"] == machineAction)
            }
            let end = try #require(all("action finished").first { $0["action"] == action })
            #expect(end["machine_action"] == machineAction)
            #expect(end["machine"] == machine)
            #expect(end["sha1"] == sha1)
            #expect(end["outcome"] == "Succeeded")
        }
    }

    /// The names of a flat object's members, in order. Foundation's reader would hide one that stands there twice.
    private func keys(of text: Substring) -> [String] {
        text.matches(of: /(?:\{|", )"((?:[^"\\]|\\.)*)": "/).map { String($0.output.1) }
    }
}
