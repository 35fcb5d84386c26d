import DefenderSimulator
import Foundation
import LazaretCore
import LazaretTestKit
import Testing

/// Starting, stopping and refusing to start.
struct LifeTests {
    @Test("a wrong configuration is refused with 78, the line and a hint")
    func wrongConfiguration() async throws {
        try await Station.with(more: "polizy: {}") { station in
            let finished = try await station.lazaret(["run"])
            #expect(finished.code == 78)
            #expect(finished.errors.contains("polizy: unknown key; did you mean policy?"))
            #expect(finished.errors.contains("lazaret.yaml:"))
            let check = try await station.lazaret(["check"])
            #expect(check.code == 78)
            // Who wants to stop everything is told what works all the same.
            let pause = try await station.lazaret(["pause"])
            #expect(pause.code == 78)
            #expect(pause.errors.contains("a file named pause in the state directory pauses as well"))
        }
    }

    @Test("a missing configuration is 78, an unknown verb 64")
    func usage() async throws {
        #expect(try await Finished.run(["run", "--config", "/nonexistent.yaml"]).code == 78)
        #expect(try await Finished.run(["dance"]).code == 64)
        for state in ["flying", "", "held,"] {
            #expect(try await Finished.run(["actions", "--state", state]).code == 64)
        }
        #expect(try await Finished.run(["verify", "--head", "0:" + String(repeating: "0", count: 64)]).code == 64)
        let unset = try await Finished.run(["status"], environment: ["LAZARET_CONFIG": ""])
        #expect(unset.errors.contains("/etc/lazaret/lazaret.yaml"))
    }

    @Test(
        "a log of a newer version, or another program's, is left alone: every verb and the daemon exit 69",
        arguments: [("PRAGMA user_version = 99", "newer version"), ("PRAGMA application_id = 7", "not")])
    func foreignLog(_ sql: String, words: String) async throws {
        try await Station.with { station in
            let daemon = try station.start()
            try await station.untilReady(daemon)
            daemon.signal(SIGTERM)
            #expect(await daemon.wait() == 0)
            try OtherWriter(station).run(sql)
            for verb in [["run"], ["status"], ["pause"], ["approve", "1"], ["verify"], ["explain", "/dev/null"]] {
                let finished = try await station.lazaret(verb)
                #expect(finished.code == 69 && finished.errors.contains(words), "\(verb): \(finished)")
            }
        }
    }

    @Test("the second daemon on a state directory exits 75")
    func lock() async throws {
        try await Station.with { station in
            let daemon = try station.start()
            try await station.untilReady(daemon)
            let second = try await station.lazaret(["run"])
            #expect(second.code == 75)
            #expect(second.errors.contains("another daemon runs here"))
            daemon.signal(SIGTERM)
            #expect(await daemon.wait() == 0)
            let third = try station.start(log: "third.log")
            try await station.untilReady(third)
        }
    }

    @Test(
        "an action log that another program does not let go of: the start ends with 75, which says so, and is made again"
    )
    func heldLog() async throws {
        try await Station.with { station in
            let daemon = try station.start()
            try await station.untilReady(daemon)
            daemon.signal(SIGTERM)
            #expect(await daemon.wait() == 0)
            let writer = try OtherWriter(station)
            try writer.begin()
            let second = try await station.lazaret(["run"])
            #expect(second.code == 75)
            #expect(second.errors.contains("actions.db: "), "\(second.errors)")
            #expect(second.errors.contains("another process is writing and did not end"), "\(second.errors)")
            try writer.end()
            let third = try station.start(log: "third.log")
            try await station.untilReady(third)
        }
    }

    @Test("SIGTERM ends it with 0 and leaves no worker; the log can be read afterwards")
    func stops() async throws {
        try await Station.with { station in
            let daemon = try station.start()
            try await station.untilReady(daemon)
            // Two map, and a third is kept ready for when one of them dies.
            try await station.until("the spare worker") { try ProcessTable.children(of: daemon.pid).count == 3 }
            let workers = try ProcessTable.children(of: daemon.pid)
            daemon.signal(SIGTERM)
            #expect(await daemon.wait() == 0)
            try await station.until("the workers' end") { workers.allSatisfy(ProcessTable.hasEnded) }
            let status = try await station.lazaret(["status", "--format", "json"])
            #expect(status.code == 0)
            #expect(status.output.contains("\"daemon\": \"stopped\""))
        }
    }

    @Test("from SIGTERM on nothing is taken in, however long a POST in flight still takes")
    func takesInNoMore() async throws {
        try await Station.with { station in
            await station.simulator.add(fault: FaultRule(.hangBefore, operation: .submit, times: nil))
            let daemon = try station.start()
            try await station.untilReady(daemon)
            try station.drop("1.json", SampleAlert.flat(1))
            try await station.until("the POST") { await station.simulator.effects().count(.submit) == 1 }
            daemon.signal(SIGTERM)
            try await station.until("the stop") { daemon.log.contains("stopping") }
            try station.drop("2.json", SampleAlert.flat(2))
            #expect(await daemon.wait() == 0)
            #expect(try station.waiting() == ["2.json"])
            #expect(try station.states() == ["unconfirmed"])
        }
    }

    @Test("SIGHUP while it starts ends nothing, and is heard when it has started")
    func earlyHangUp() async throws {
        try await Station.with { station in
            let daemon = try station.start()
            let lock = station.state + "/lock"
            try await station.until("the lock") { FileManager.default.fileExists(atPath: lock) }
            daemon.signal(SIGHUP)
            try await station.until("the reload") { daemon.log.contains("configuration reloaded") }
        }
    }

    @Test("SIGTERM ends a start that cannot honour the pause file, and nothing was sent")
    func unsettledPause() async throws {
        try await Station.with { station in
            var daemon = try station.start()
            try await station.untilReady(daemon)
            daemon.signal(SIGTERM)
            #expect(await daemon.wait() == 0)
            try OtherWriter(station).refusePauses()
            try station.drop("1.json", SampleAlert.flat(1))
            try Data().write(to: URL(fileURLWithPath: station.state + "/pause"))
            daemon = try station.start(log: "second.log")
            try await station.until("the refusal") { daemon.log.contains("the pause file could not be honoured") }
            daemon.signal(SIGTERM)
            #expect(await daemon.wait() == 0)
            #expect(await station.simulator.effects().count(.submit) == 0)
        }
    }

    @Test("a mapping that does not compile stops the start and is named with its line")
    func brokenMapping() async throws {
        try await Station.with { station in
            let mappings = station.directory + "/mappings"
            try FileManager.default.createDirectory(atPath: mappings, withIntermediateDirectories: true)
            try "\n\n  if then\n".write(toFile: mappings + "/mine.jq", atomically: true, encoding: .utf8)
            let text = try String(contentsOfFile: station.configuration, encoding: .utf8)
            let changed = text.replacingOccurrences(
                of: "config/mappings}", with: "config/mappings, order: [mine, flat], extraDirectory: mappings}")
            try changed.write(toFile: station.configuration, atomically: true, encoding: .utf8)
            let run = try await station.lazaret(["run"])
            #expect(run.code == 78)
            #expect(run.errors.contains("mine.jq:3"))
            let check = try await station.lazaret(["check"])
            #expect(check.code == 78)
            #expect(check.output.contains("mine.jq:3"))
        }
    }
}
