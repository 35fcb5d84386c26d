import ActionLog
import DefenderSimulator
import Foundation
import LazaretCore
import Testing

/// A person's decisions, at the command line, while the daemon runs and while it does not.
struct DecisionTests {
    @Test("approve, deny, cancel and retry reach a running daemon at once, without a scan of the inbox")
    func running() async throws {
        try await Station.with(mode: "approve") { station in
            try station.scanRarely()
            let daemon = try station.start()
            try await station.untilReady(daemon)
            for number in 1...3 {
                try station.drop("a\(number).json", SampleAlert.flat(number))
                try await station.until("action \(number)") { try station.states().count == number }
            }
            #expect(try station.states() == ["held", "held", "held"])
            let approved = try await station.lazaret(
                ["approve", "1", "--comment", "seen"], environment: ["SUDO_USER": "alice"])
            #expect(approved.code == 0)
            #expect(approved.output == "action 1: approved (held -> queued)\n")
            try await station.until("its POST", { await station.submissions == 1 })
            try await station.until("success") { try station.states()[0] == "succeeded" }
            try await station.until("its result") { try station.results() == 1 }
            #expect(try await station.lazaret(["deny", "2"]).code == 0)
            try await station.until("the result of deny") { try station.results() == 2 }
            #expect(try await station.lazaret(["cancel", "3"]).code == 0)
            try await station.until("the result of cancel") { try station.results() == 3 }
            #expect(try station.states() == ["succeeded", "denied", "cancelled"])
            #expect(try await station.lazaret(["retry", "3"]).code == 0)
            try await station.until("the POST of the retried one", { await station.submissions == 2 })
            try await station.until("the retried one") { try station.states()[2] == "succeeded" }
            let events = try JSONSerialization.jsonObject(
                with: Data(try await station.lazaret(["show", "1", "--format", "json"]).output.utf8))
            let approval = try #require(
                ((events as? [String: Any])?["events"] as? [[String: Any]])?.first {
                    $0["event"] as? String == "approved"
                })
            if getuid() == 0 { #expect(approval["actor"] as? String == "alice") }
            #expect((approval["detail"] as? [String: String]) == ["comment": "seen"])
        }
    }

    @Test("what is decided while no daemon runs is done by the next")
    func stopped() async throws {
        try await Station.with(mode: "approve") { station in
            let first = try station.start()
            try await station.untilReady(first)
            for number in 1...4 {
                try station.drop("a\(number).json", SampleAlert.flat(number))
                try await station.until("action \(number)") { try station.states().count == number }
            }
            first.signal(SIGTERM)
            #expect(await first.wait() == 0)
            #expect(try await station.lazaret(["approve", "1"]).code == 0)
            #expect(try await station.lazaret(["deny", "2"]).code == 0)
            #expect(try await station.lazaret(["cancel", "3"]).code == 0)
            #expect(try await station.lazaret(["deny", "4"]).code == 0)
            #expect(try await station.lazaret(["retry", "4"]).code == 0)
            #expect(try station.states() == ["queued", "denied", "cancelled", "queued"])
            let second = try station.start(log: "second.log")
            try await station.untilReady(second)
            try await station.until("the two") {
                try station.states() == ["succeeded", "denied", "cancelled", "succeeded"]
            }
        }
    }

    @Test("an action that Defender has is cancelled by Defender's cancel call")
    func cancelAfterSending() async throws {
        var options = SimulatorOptions.quick
        options.lifecycle.pending = .seconds(600)
        try await Station.with(options: options) { station in
            let daemon = try station.start()
            try await station.untilReady(daemon)
            try station.drop("a.json", SampleAlert.flat(1))
            try await station.until("submission") { try station.states() == ["submitted"] }
            let cancelled = try await station.lazaret(["cancel", "1", "--comment", "false alarm"])
            #expect(cancelled.code == 0)
            #expect(cancelled.output.contains("Defender is asked"))
            try await station.until("the cancel") { try station.states() == ["cancelled"] }
            let rows = try station.actions()
            #expect(rows.cell("reason", of: rows.rows[0]).text == "operator")
            #expect(rows.cell("status", of: rows.rows[0]).text == "Cancelled")
        }
    }

    @Test("exit codes: 1 for what may not change, 3 for what is not there, 64, 69, 77")
    func codes() async throws {
        try await Station.with { station in
            #expect(try await station.lazaret(["approve", "1"]).code == 69)
            #expect(try await station.lazaret(["pause"]).code == 69)
            let daemon = try station.start()
            try await station.untilReady(daemon)
            try station.drop("a.json", SampleAlert.flat(1))
            try await station.until("success") { try station.states() == ["succeeded"] }
            for verb in ["approve", "deny", "retry", "cancel"] {
                let finished = try await station.lazaret([verb, "1"])
                #expect(finished.code == 1)
                #expect(finished.output.contains("has succeeded"))
                #expect(finished.errors == "error: 1 of 1 action left as before\n")
                #expect(try await station.lazaret([verb, "99"]).code == 3)
                #expect(try await station.lazaret([verb, "--all", "--yes"]).code == 3)
                // Nobody is there to answer, which is so whatever the log has.
                #expect(try await station.lazaret([verb, "--all"]).code == 64)
                #expect(try await station.lazaret([verb]).code == 64)
                #expect(try await station.lazaret([verb, "1", "--all"]).code == 64)
                #expect(try await station.lazaret([verb, "--sha1", "12"]).code == 64)
            }
        }
    }

    @Test("--all and --sha1 refuse without a terminal, unless --yes")
    func bulk() async throws {
        try await Station.with(mode: "approve") { station in
            let daemon = try station.start()
            try await station.untilReady(daemon)
            let file = SampleAlert.hex(7, "file")
            for number in 1...3 { try station.drop("a\(number).json", SampleAlert.flat(number, sha1: file)) }
            try station.drop("b.json", SampleAlert.flat(9))
            try await station.until("the four") { try station.states() == ["held", "held", "held", "held"] }
            let asked = try await station.lazaret(["deny", "--sha1", file])
            #expect(asked.code == 64)
            #expect(asked.errors.contains("say --yes"))
            let denied = try await station.lazaret(["deny", "--sha1", file.uppercased(), "--yes"])
            #expect(denied.code == 0)
            #expect(denied.output == "denied: 3 actions\n")
            let approved = try await station.lazaret(["approve", "--all", "--yes", "--format", "jsonl"])
            #expect(approved.output.split(separator: "\n").count == 1)
            try await station.until("the last") { try station.states().filter { $0 == "succeeded" }.count == 1 }
        }
    }
}
