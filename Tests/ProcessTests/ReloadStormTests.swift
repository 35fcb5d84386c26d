import DefenderSimulator
import Foundation
import Glibc
import Testing

/// Reloads, one after the other, under load.
struct ReloadStormTests {
    private static let alerts = 300
    private static let reloads = 20

    private func more(inFlight: Int) -> String {
        "throttle: {windows: [{limit: 100000, per: 1s}], maximumInFlight: \(inFlight)}"
    }

    @Test(
        "good and bad configurations in turn while alerts come in: each outcome is told, and each action is sent once")
    func turns() async throws {
        var options = SimulatorOptions.quick
        options.quota.windows = []
        let http = "127.0.0.1:0"
        try await Station.with(options: options, more: more(inFlight: 2), http: http) { station in
            let daemon = try station.start()
            try await station.untilReady(daemon)
            let share = Self.alerts / Self.reloads
            for turn in 0..<Self.reloads {
                for number in turn * share..<(turn + 1) * share {
                    try station.dropPlainly("\(number).json", SampleAlert.flat(number))
                }
                let isGood = turn % 2 == 1
                try station.writeConfiguration(
                    policy: isGood ? "" : ", minimumSeverity: grave", more: more(inFlight: 1 + turn % 8), http: http)
                let word = "configuration \(isGood ? "reloaded" : "refused")"
                daemon.signal(SIGHUP)
                try await station.until("\(word), turn \(turn)") {
                    daemon.log.components(separatedBy: word).count - 1 == turn / 2 + 1
                }
                let metrics = try await station.get("/metrics", of: daemon).text
                #expect(metrics.contains("lazaret_config_last_reload_successful \(isGood ? 1 : 0)\n"), "turn \(turn)")
            }
            try await station.until("success of all") {
                let states = try station.states()
                return states.count == Self.alerts && states.allSatisfy { $0 == "succeeded" }
            }
            let effects = await station.simulator.effects()
            #expect(effects.count(.submit) == Self.alerts)
            #expect(effects.quarantines.count == Self.alerts)
            #expect(effects.repeated.isEmpty)
            #expect(daemon.isRunning)
            let status = try await station.lazaret(["status", "--format", "json"]).output
            #expect(status.contains("\"pid\": \(daemon.pid)"))
            for word in ["reloaded", "refused"] {
                let count = daemon.log.components(separatedBy: "configuration \(word)").count - 1
                #expect(count == Self.reloads / 2, "\(word)")
            }
        }
    }
}
