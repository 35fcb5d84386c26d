import Foundation
import LazaretCore
import LazaretTestKit
import Testing

/// Verbs on a log that the daemon has filled.
struct VerbTests {
    @Test("lists, show and status print what the log holds, in every format")
    func lists() async throws {
        try await Station.with { station in
            let daemon = try station.start()
            try await station.untilReady(daemon)
            try station.drop("a.json", SampleAlert.flat(1))
            try await station.until("success") { try station.states() == ["succeeded"] }

            let json = try await station.lazaret(["actions", "--format", "json"])
            let rows = try #require(
                try JSONSerialization.jsonObject(with: Data(json.output.utf8)) as? [[String: Any]])
            #expect(rows.count == 1)
            #expect(rows[0]["sha1"] as? String == SampleAlert.hex(1, "file"))
            #expect((rows[0]["machine_action"] as? [String: Any])?["status"] as? String == "Succeeded")

            let csv = try await station.lazaret(["actions", "--format", "csv"])
            #expect(csv.output.hasPrefix("action_id,tenant,machine_id,machine_name,sha1,"))
            let lines = try await station.lazaret(["actions", "--format", "jsonl"])
            #expect(lines.output.split(separator: "\n").count == 1)
            let table = try await station.lazaret(["actions"])
            #expect(table.output.hasPrefix("ACTION ID"))

            let show = try await station.lazaret(["show", "1", "--format", "json"])
            let whole = try #require(
                try JSONSerialization.jsonObject(with: Data(show.output.utf8)) as? [String: Any])
            #expect((whole["alerts"] as? [Any])?.count == 1)
            #expect(whole["attempt_count"] as? Int == 1)
            #expect(show.output.components(separatedBy: "\"attempts\":").count == 2, "each name once")
            #expect(
                (whole["attempts"] as? [[String: Any]])?.contains { $0["outcome"] as? String == "accepted" } == true)
            #expect(
                (whole["events"] as? [[String: Any]])?.map { $0["to_state"] as? String ?? "" }
                    == ["queued", "sending", "submitted", "succeeded"])

            let status = try await station.lazaret(["status", "--format", "json"])
            let facts = try #require(
                try JSONSerialization.jsonObject(with: Data(status.output.utf8)) as? [String: Any])
            for key in [
                "daemon", "pid", "paused", "pause_reason", "lanes", "actions", "quota", "oldest_unsent_age_s",
                "oldest_open_age_s", "drain_estimate_s",
            ] {
                #expect(facts[key] != nil, "\(key)")
            }
            #expect(facts["daemon"] as? String == "running")
            #expect((facts["actions"] as? [String: Int])?["succeeded"] == 1)

            #expect(try await station.lazaret(["actions", "--state", "failed"]).code == 3)
            #expect(try await station.lazaret(["show", "99"]).code == 3)
            #expect(try await station.lazaret(["alerts", "--outcome", "mapped"]).code == 0)
        }
    }

    @Test(
        "with standard output closed nothing else gets its place: the verb says so and exits 74",
        arguments: [["status"], ["verify"], ["pause"], ["version"]])
    func closedOutput(_ verb: [String]) async throws {
        try await Station.with { station in
            let daemon = try station.start()
            try await station.untilReady(daemon)
            for closed in [">&-", ">&- <&-"] {
                let finished = try await Finished.run(
                    ["-c", "exec \"$0\" \"$@\" \(closed)", LazaretExecutable.path] + verb
                        + ["--config", station.configuration], executable: "/bin/sh")
                #expect(finished.code == 74)
                #expect(finished.errors == "error: cannot write: Bad file descriptor\n")
            }
        }
    }

    @Test("explain judges a file that was never taken in, and records nothing")
    func explain() async throws {
        try await Station.with { station in
            let finished = try await station.lazaret(["explain", "-", "--format", "json"], input: SampleAlert.flat(1))
            #expect(finished.code == 0)
            let files = try #require(
                try JSONSerialization.jsonObject(with: Data(finished.output.utf8)) as? [[String: Any]])
            let documents = try #require(files.first?["documents"] as? [[String: Any]])
            let orders = try #require(documents.first?["orders"] as? [[String: Any]])
            #expect(documents.first?["mapping"] as? String == "flat")
            #expect(orders.first?["machineId"] as? String == SampleAlert.hex(1, "machine"))
            #expect(orders.first?["verdict"] as? String == "allow")
            #expect((orders.first?["rules"] as? [[String: Any]])?.count == Rule.allCases.count)
            #expect(!FileManager.default.fileExists(atPath: station.state + "/actions.db"))

            let broken = try await station.lazaret(["explain", "-"], input: "{\"a\": NaN}")
            #expect(broken.code == 1)
            #expect(broken.output.contains("malformed_json"))
            #expect(try await station.lazaret(["explain", "/nonexistent.json"]).code == 1)
        }
    }

    @Test("--config may stand in any place, and every verb takes it")
    func configurationAnywhere() async throws {
        try await Station.with { station in
            let file = station.configuration
            for arguments in [
                ["--config", file, "check"], ["--config=\(file)", "check"], ["check", "--config", file],
                ["check", "--config=\(file)", "--format", "json"], ["--config", file, "version"],
            ] {
                let finished = try await Finished.run(arguments)
                #expect(finished.code == 0, "\(arguments): \(finished.errors)")
            }
            for arguments in [
                ["--config", file], ["--config"], ["export"], ["--config", file, "export"],
                ["export", "--config", file],
            ] {
                let finished = try await Finished.run(arguments)
                #expect(finished.code == 64, "\(arguments): \(finished.output)")
                #expect(finished.output.isEmpty)
            }
        }
    }

    @Test("version names the linked libraries")
    func version() async throws {
        let finished = try await Finished.run(["version", "--format", "json"])
        let facts = try #require(
            try JSONSerialization.jsonObject(with: Data(finished.output.utf8)) as? [String: String])
        #expect(facts["libcurl"]?.first?.isNumber == true)
        #expect(facts["sqlite"]?.first?.isNumber == true)
        #expect(facts["libjq"] != nil)
    }
}
