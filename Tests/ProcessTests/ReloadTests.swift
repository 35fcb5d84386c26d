import ActionLog
import DefenderSimulator
import Foundation
import Glibc
import Testing

/// What is in force after SIGHUP, and after a protected list has changed.
struct ReloadTests {
    private func reload(_ station: Station, _ daemon: RunningProcess, expecting word: String) async throws {
        let before = daemon.log.count(of: "configuration \(word)")
        daemon.signal(SIGHUP)
        try await station.until(word) { daemon.log.count(of: "configuration \(word)") > before }
    }

    private func lastOutcome(_ station: Station) throws -> String? {
        let alerts = try ActionLog.open(path: station.state + "/actions.db", access: .reader).alerts(AlertFilter())
        return alerts.rows.first.map {
            "\(alerts.cell("outcome", of: $0).text ?? "") \(alerts.cell("reason", of: $0).text ?? "")"
        }
    }

    @Test("a good configuration judges the next alert; over a bad one the old one goes on judging")
    func policy() async throws {
        try await Station.with { station in
            let daemon = try station.start()
            try await station.untilReady(daemon)
            try station.writeConfiguration(policy: ", maximumAlertAge: 1x")
            try await reload(station, daemon, expecting: "refused")
            try station.drop("1.json", SampleAlert.flat(1))
            try await station.until("the first alert") { try lastOutcome(station) == "mapped " }
            try station.writeConfiguration(mode: "dryRun")
            try await reload(station, daemon, expecting: "reloaded")
            try station.drop("2.json", SampleAlert.flat(2))
            try await station.until("a dry run") { try station.states().last == "dry_run" }
        }
    }

    @Test(
        "mappings are read again: the next file goes to the new programs, and a program that does not compile is refused"
    )
    func mappings() async throws {
        try await Station.with { station in
            let folder = station.directory + "/mine"
            try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
            func program(_ text: String) throws {
                try text.write(toFile: folder + "/mine.jq", atomically: true, encoding: .utf8)
            }
            let daemon = try station.start()
            try await station.untilReady(daemon)
            try station.drop("1.json", #"{"mine": 1}"#)
            try await station.until("the rejection") { try lastOutcome(station) == "rejected no_mapping" }
            try program(#"select(.mine?) | {skip: "mine", alertId: "m-\(.mine)"}"#)
            try station.change("config/mappings}", to: "config/mappings, extraDirectory: mine, order: [mine, flat]}")
            try await reload(station, daemon, expecting: "reloaded")
            try station.drop("2.json", #"{"mine": 2}"#)
            try await station.until("the new program") { try lastOutcome(station) == "skipped mine" }
            try program("if then")
            try await reload(station, daemon, expecting: "refused")
            #expect(daemon.log.contains("mine.jq:1"))
            try station.drop("3.json", #"{"mine": 3}"#)
            try await station.until("the old program") { try station.alerts() == 3 }
            #expect(try lastOutcome(station) == "skipped mine")
            try program(#"select(.mine?) | {skip: "changed", alertId: "m-\(.mine)"}"#)
            try await reload(station, daemon, expecting: "reloaded")
            try station.drop("4.json", #"{"mine": 4}"#)
            try await station.until("the changed program") { try lastOutcome(station) == "skipped changed" }
        }
    }

    @Test("a list that a reload has brought is watched, too; a mended one ends what the metric complains of")
    func listOfAReload() async throws {
        try await Station.with(http: "127.0.0.1:0") { station in
            let folder = station.directory + "/lists"
            try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
            func write(_ text: String) throws {
                try text.write(toFile: folder + "/files.txt", atomically: true, encoding: .utf8)
            }
            try write("# none\n")
            let daemon = try station.start()
            try await station.untilReady(daemon)
            try station.writeConfiguration(policy: ", protectedFiles: lists/files.txt", http: "127.0.0.1:0")
            try await reload(station, daemon, expecting: "reloaded")
            try write("no hash at all\n")
            try await station.until("the refusal") { daemon.log.contains("protected list refused") }
            try await station.until("the metric") {
                try await station.get("/metrics", of: daemon).text.contains("config_last_reload_successful 0\n")
            }
            try write(SampleAlert.hex(1, "file"))
            try await station.until("the mended metric") {
                try await station.get("/metrics", of: daemon).text.contains("config_last_reload_successful 1\n")
            }
            try station.drop("1.json", SampleAlert.flat(1))
            try await station.until("the denial") { try station.states() == ["denied"] }
        }
    }

    @Test("a 429 of the only tenant is no lane to leave by, until its time has passed")
    func throttled() async throws {
        var options = SimulatorOptions.quick
        options.faults = [FaultRule(.throttled(retryAfter: "1"), operation: .submit)]
        try await Station.with(options: options, http: "127.0.0.1:0") { station in
            let daemon = try station.start()
            try await station.untilReady(daemon)
            try station.drop("1.json", SampleAlert.flat(1))
            try await station.until("the pause") {
                try await station.get("/-/ready", of: daemon).text.contains("lane test/submit: throttled")
            }
            await station.simulator.clearFaults()
            try await station.until("its end") { try await station.get("/-/ready", of: daemon).status == 200 }
            try await station.until("success") { try station.states() == ["succeeded"] }
        }
    }

    @Test("a lane that a fault has paused keeps the daemon unready over a restart, and says so in its log")
    func faultOverRestart() async throws {
        var options = SimulatorOptions.quick
        options.faults = [FaultRule(.forbidden, operation: .submit, times: 1000)]
        try await Station.with(options: options, http: "127.0.0.1:0") { station in
            try station.change("maximumDelay: 500ms", to: "maximumDelay: 5m")
            let first = try station.start()
            try await station.untilReady(first)
            try station.drop("1.json", SampleAlert.flat(1))
            try await station.until("the fault") { first.log.contains("lane paused") }
            first.signal(SIGTERM)
            #expect(await first.wait() == 0)
            let second = try station.start(log: "second.log")
            try await station.untilReady(second)
            let ready = try await station.get("/-/ready", of: second)
            #expect(ready.status == 503)
            #expect(ready.text.contains("lane test/submit: forbidden"))
            #expect(second.log.contains("lane paused"))
        }
    }
}

extension String {
    fileprivate func count(of text: String) -> Int { components(separatedBy: text).count - 1 }
}
