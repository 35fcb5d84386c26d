import ActionLog
import DefenderSimulator
import Foundation
import LazaretCore
import LinuxSystem
import Testing

/// The kill switch.
struct PauseTests {
    /// `make pause-campaign` is the long form, which is run for the second of the promise, too: on a machine that may have much
    /// else to do only the order of things says something.
    static let campaign = ProcessInfo.processInfo.environment["LAZARET_PAUSE_ROUNDS"].flatMap { Int($0) }
    static let rounds = campaign ?? 3

    @Test("under load, nothing is claimed after the pause; still paused after kill -9; resume goes on")
    func underLoad() async throws {
        var options = SimulatorOptions.quick
        options.quota.windows = [.init(limit: 1_000_000, per: .seconds(60))]
        try await Station.with(
            options: options, policy: ", limits: {}", more: "throttle: {windows: [{limit: 1000000, per: 1m}]}"
        ) { station in
            try station.scanRarely()
            let load = Load(station)
            var daemon = try station.start()
            try await station.untilReady(daemon)
            let file = station.state + "/pause"
            let byFile = "the file pause is in the state directory"
            var latest: [Int64] = []
            for round in 0..<Self.rounds {
                try await load.fill()
                let before = await station.submissions
                try await station.until("load", { await station.submissions > before + Int.random(in: 1...20) })
                // Every second time with the file of an emergency script, which waits for nobody.
                let isByFile = round % 2 == 1
                if isByFile {
                    try Data().write(to: URL(fileURLWithPath: file))
                } else {
                    #expect(try await station.lazaret(["pause", "--comment", "round \(round)"]).code == 0)
                }
                let moment = SystemTimeSource().now().steady
                if isByFile { try await station.until("the pause") { daemon.log.contains("paused by file") } }
                try await station.until("rest") { try !station.states().contains("sending") }
                #expect(try station.claimsAfterThePause() == 0)
                let last = try #require(await station.simulator.effects().arrivals(of: .submit).last)
                if Self.campaign != nil { #expect(last.steadyMilliseconds <= moment.milliseconds + 1000) }
                latest.append(last.steadyMilliseconds - moment.milliseconds)
                let submitted = await station.submissions

                daemon.signal(SIGKILL)
                _ = await daemon.wait()
                daemon = try station.start(log: "daemon-\(round).log")
                try await station.untilReady(daemon)
                // Intake and tracking go on; nothing is submitted.
                let count = try station.states().count
                try station.drop("more-\(round).json", SampleAlert.flat(1_000_000 + round))
                try await station.until("intake") { try station.states().count == count + 1 }
                try await station.until("tracking") { try !station.states().contains("submitted") }
                #expect(await station.submissions == submitted)
                let status = try await station.lazaret(["status", "--format", "json"])
                let reason = isByFile ? byFile : "round \(round)"
                #expect(status.output.contains("\"paused\": true, \"pause_reason\": \"\(reason)\""))

                if isByFile {
                    try FileManager.default.removeItem(atPath: file)
                } else {
                    #expect(try await station.lazaret(["resume"]).code == 0)
                }
                try await station.until("submitting again", { await station.submissions > submitted })
            }
            latest.sort()
            // What the campaign is run for: negative is before that moment.
            print(
                "\(latest.count) pauses under load, each kept over kill -9; the last POST arrived after `pause` returned or the file was there:",
                "median \(latest[latest.count / 2]) ms, at most \(latest[latest.count - 1]) ms")
        }
    }

    @Test("paused already: it says since when and by whom; not paused: resume says so")
    func twice() async throws {
        try await Station.with { station in
            let daemon = try station.start()
            try await station.untilReady(daemon)
            #expect(try await station.lazaret(["resume"]).output == "not paused\n")
            let first = try await station.lazaret(["pause", "--comment", "incident 7"])
            #expect(first.output.hasPrefix("paused, since "))
            let second = try await station.lazaret(["pause", "--comment", "another"])
            #expect(second.code == 0)
            #expect(second.output == first.output.replacingOccurrences(of: "paused,", with: "paused already,"))
            #expect(second.output.hasSuffix(": incident 7\n"))
        }
    }

    @Test("the pause file pauses at once, also from the start, and resume says that it does")
    func pauseFile() async throws {
        try await Station.with { station in
            try station.scanRarely()
            let first = try station.start()
            try await station.untilReady(first)
            let file = station.state + "/pause"
            try Data().write(to: URL(fileURLWithPath: file))
            try await station.until("the pause") { first.log.contains("paused by file") }
            try station.drop("a.json", SampleAlert.flat(1))
            try await station.until("intake") { try station.states() == ["queued"] }
            let resumed = try await station.lazaret(["resume"])
            #expect(resumed.code == 1)
            #expect(resumed.errors.contains("the file \(file) is there"))
            first.signal(SIGTERM)
            #expect(await first.wait() == 0)

            // A pause that the daemon did not see coming is in force before anything is submitted.
            try FileManager.default.removeItem(atPath: file)
            #expect(try await station.lazaret(["resume"]).code == 0)
            try Data().write(to: URL(fileURLWithPath: file))
            let status = try await station.lazaret(["status", "--format", "json"])
            #expect(status.output.contains("\"paused\": true"))
            let second = try station.start(log: "second.log")
            try await station.untilReady(second)
            try station.drop("b.json", SampleAlert.flat(2))
            try await station.until("intake") { try station.states() == ["queued", "queued"] }
            #expect(await station.submissions == 0)

            try FileManager.default.removeItem(atPath: file)
            try await station.until("submitting", { await station.submissions > 0 })
            try await station.until("both") { try station.states() == ["succeeded", "succeeded"] }
        }
    }

    @Test("who pauses while the pause file lies there has paused, also when the file is gone")
    func besideThePauseFile() async throws {
        try await Station.with { station in
            try station.scanRarely()
            let daemon = try station.start()
            try await station.untilReady(daemon)
            let file = station.state + "/pause"
            try Data().write(to: URL(fileURLWithPath: file))
            try await station.until("the pause") { daemon.log.contains("paused by file") }
            let paused = try await station.lazaret(["pause", "--comment", "incident 8"])
            #expect(paused.code == 0 && paused.output.hasSuffix(": incident 8\n"))
            try FileManager.default.removeItem(atPath: file)
            // Taken in and judged after the daemon has seen the file go.
            try station.drop("a.json", SampleAlert.flat(1))
            try await station.until("intake") { try station.states() == ["queued"] }
            let status = try await station.lazaret(["status", "--format", "json"])
            #expect(status.output.contains("\"paused\": true, \"pause_reason\": \"incident 8\""))
            #expect(await station.submissions == 0)
            #expect(try await station.lazaret(["resume"]).code == 0)
            try await station.until("submitting", { await station.submissions > 0 })
        }
    }

    /// Keeps the queue from running dry.
    private final class Load {
        private let station: Station
        private var next = 0

        init(_ station: Station) { self.station = station }

        func fill() async throws {
            let waiting = try station.states().filter { $0 == "queued" }.count
            if waiting > 150 { return }
            let alerts = (next..<next + 400).map { SampleAlert.flat($0) }
            try station.drop("load-\(next).json", "[" + alerts.joined(separator: ",\n") + "]")
            next += 400
            try await station.until("the load") { try station.states().count >= self.next }
        }
    }
}

extension Station {
    var submissions: Int {
        get async { await simulator.effects().count(.submit) }
    }

    /// How many actions were claimed for a POST since the log was last paused: a claim and the pause are transactions of one log.
    fileprivate func claimsAfterThePause() throws -> Int {
        let columns = ActionLog.eventColumns
        let event = try #require(columns.firstIndex(of: "event"))
        let state = try #require(columns.firstIndex(of: "to_state"))
        var claims: Int?
        try ActionLog.open(path: self.state + "/actions.db", access: .reader).forEachEvent(EventFilter()) { cells in
            if cells[event].text == "paused" { claims = 0 }
            if cells[state].text == "sending" { claims? += 1 }
        }
        return try #require(claims)
    }
}
