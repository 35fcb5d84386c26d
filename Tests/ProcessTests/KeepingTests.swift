import ActionLog
import Foundation
import Glibc
import LazaretCore
import LazaretTestKit
import Testing

/// backup, prune, verify and export on a log that a daemon is writing.
struct KeepingTests {
    @Test("a backup is whole, private, and overwrites nothing")
    func backup() async throws {
        try await Station.with { station in
            let daemon = try station.start()
            try await station.untilReady(daemon)
            for number in 1...20 { try station.drop("a\(number).json", SampleAlert.flat(number)) }
            try await station.until("some") { try station.states().contains("succeeded") }
            let copy = station.directory + "/copy.db"
            #expect(try await station.lazaret(["backup", copy]).code == 0)
            let attributes = try FileManager.default.attributesOfItem(atPath: copy)
            #expect(attributes[.posixPermissions] as? Int == 0o640)
            let log = try ActionLog.open(path: copy, access: .reader)
            guard case .intact = try await log.verify() else {
                Issue.record("the copy's chain is broken")
                return
            }
            let again = try await station.lazaret(["backup", copy])
            #expect(again.code == 73)
            #expect(again.errors.contains("File exists"))
            #expect(try await station.lazaret(["backup", station.directory + "/none/copy.db"]).code == 73)
        }
    }

    @Test("prune removes what is old and finished, keeps what is not, and the chain verifies")
    func prune() async throws {
        try await Station.with(more: "retention: {actions: 400d}") { station in
            let daemon = try station.start()
            try await station.untilReady(daemon)
            try station.drop("a.json", SampleAlert.flat(1))
            try await station.until("success") { try station.states() == ["succeeded"] }
            _ = try await station.lazaret(["pause"])
            try station.drop("b.json", SampleAlert.flat(2))
            try await station.until("the second") { try station.states() == ["succeeded", "queued"] }
            // The daemon read its configuration when it started, so what goes is the verb's work alone.
            let text = try String(contentsOfFile: station.configuration, encoding: .utf8)
            try text.replacing("actions: 400d", with: "actions: 1ms").write(
                toFile: station.configuration, atomically: true, encoding: .utf8)
            let pruned = try await station.lazaret(["prune", "--comment", "quarterly", "--format", "json"])
            #expect(pruned.code == 0)
            #expect(pruned.output.hasPrefix("{\"actions\": 1, \"alerts\": 1, "))
            #expect(try station.states() == ["queued"])
            #expect(try await station.lazaret(["verify"]).code == 0)
            let events = try await station.lazaret(["export", "events", "--format", "jsonl"])
            #expect(events.output.contains("{\"comment\":\"quarterly\"}"))
        }
    }

    @Test("verify names a broken chain also where the counters cannot be compared")
    func brokenTwice() async throws {
        try await Station.with { station in
            let daemon = try station.start()
            try await station.untilReady(daemon)
            try station.drop("a.json", SampleAlert.flat(1))
            try await station.until("success") { try station.states() == ["succeeded"] }
            daemon.signal(SIGTERM)
            #expect(await daemon.wait() == 0)
            let damage = try await Finished.run(
                [
                    station.state + "/actions.db",
                    """
                    DROP TRIGGER events_no_update; UPDATE events SET actor = 'nobody' WHERE event_id = 2;
                    DROP INDEX action_by_state;
                    """,
                ], executable: "/usr/bin/sqlite3")
            #expect(damage.code == 0, "\(damage.errors)")
            let verify = try await station.lazaret(["verify"])
            #expect(verify.code == 1)
            #expect(verify.output.contains("broken at event 2: "))
            #expect(verify.output.contains("kept counters: not compared: "))
        }
    }

    @Test("an export into a pipe that closes early ends quietly")
    func closedPipe() async throws {
        try await Station.with { station in
            let daemon = try station.start()
            try await station.untilReady(daemon)
            for number in 1...3 { try station.drop("a\(number).json", SampleAlert.flat(number)) }
            try await station.until("all") { try station.states() == ["succeeded", "succeeded", "succeeded"] }
            let shell = try await Finished.run(
                ["-c", "\"$0\" export events --config \"$1\" | true", LazaretExecutable.path, station.configuration],
                executable: "/bin/bash")
            #expect(shell.code == 0)
            #expect(shell.errors.isEmpty)
        }
    }

    @Test("options stand anywhere on the line")
    func optionsAnywhere() async throws {
        try await Station.with { station in
            let daemon = try station.start()
            try await station.untilReady(daemon)
            let file = station.configuration
            for line in [
                ["--config", file, "status"], ["status", "--config", file], ["--config=\(file)", "verify"],
                ["export", "--config", file, "alerts", "--format", "json"],
            ] {
                let code = try await Finished.run(line).code
                #expect(code == (line.contains("alerts") ? 3 : 0), "\(line)")
            }
        }
    }

    @Test("manual pages for every verb, and completions for three shells")
    func manual() async throws {
        try await Station.with { station in
            let directory = station.directory + "/man"
            #expect(try await Finished.run(["manual", directory]).code == 0)
            let pages = try FileManager.default.contentsOfDirectory(atPath: directory)
            #expect(pages.count == 22)
            let approve = try String(contentsOfFile: directory + "/lazaret-approve.1", encoding: .utf8)
            #expect(approve.contains("\\fB\\-\\-comment\\fR \\fItext\\fR"))
            let overview = try String(contentsOfFile: directory + "/lazaret.1", encoding: .utf8)
            #expect(overview.contains("lazaret.yaml(5)"))
            for shell in ["bash", "zsh", "fish"] {
                let script = try await Finished.run(["--generate-completion-script", shell])
                #expect(script.code == 0)
                #expect(script.output.contains("restore-sheet"))
                // The shell itself can read it, where it is installed.
                let program = "/usr/bin/\(shell)"
                guard FileManager.default.isExecutableFile(atPath: program) else { continue }
                let file = directory + "/completions.\(shell)"
                try script.output.write(toFile: file, atomically: true, encoding: .utf8)
                let look = try await Finished.run(["-n", file], executable: program)
                #expect(look.code == 0 && look.errors.isEmpty, "\(shell): \(look.errors)")
            }
        }
    }
}
