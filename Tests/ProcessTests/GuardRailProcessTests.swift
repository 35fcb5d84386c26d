import ActionLog
import DefenderSimulator
import Foundation
import Testing

/// Guard rails of the running daemon: questions to Defender, lists that change, retention.
struct GuardRailProcessTests {
    private func detail(_ station: Station, _ action: Int64) throws -> ActionDetail {
        try #require(try ActionLog.open(path: station.state + "/actions.db", access: .reader).detail(of: action))
    }

    private func reasons(_ station: Station) throws -> [String] {
        let rows = try station.actions()
        return rows.rows.map {
            (rows.cell("state", of: $0).text ?? "") + " " + (rows.cell("reason", of: $0).text ?? "")
        }
    }

    @Test("Defender is asked about machine and file first, and its answer denies, holds or lets go")
    func lookups() async throws {
        var options = SimulatorOptions.quick
        options.inventory.machines[SampleAlert.hex(1, "machine")] = .object([
            .init("machineTags", .array([.string("Crown-Jewel")]))
        ])
        options.inventory.machines[SampleAlert.hex(2, "machine")] = .object([.init("deviceValue", .string("High"))])
        options.inventory.files[SampleAlert.hex(3, "file")] = .object([
            .init("signer", .string("Microsoft Windows")), .init("isValidCertificate", .bool(true)),
        ])
        let policy = ", limits: {}, lookups: all, lookupRules: {protectedTags: [crown*]}"
        try await Station.with(options: options, policy: policy) { station in
            let daemon = try station.start()
            try await station.untilReady(daemon)
            for number in 1...4 {
                try station.drop("\(number).json", SampleAlert.flat(number))
                try await station.until("alert \(number)") { try station.states().count == number }
            }
            let settled = ["denied protected_tag", "held high_value", "denied trusted_signer", "succeeded "]
            try await station.until("the end of all") { try reasons(station) == settled }
            let whole = try detail(station, 4)
            let calls = whole.attempts.rows.compactMap { whole.attempts.cell("operation", of: $0).text }
            #expect(Set(calls).isSuperset(of: ["machine", "file", "submit"]))
            #expect(calls.last == "submit" || calls.firstIndex(of: "submit") ?? 0 >= 2)
            let denied = try detail(station, 1).events
            #expect(denied.cell("detail", of: try #require(denied.rows.last)).text?.contains("machine_tags") == true)
            #expect(await station.simulator.effects().quarantines.count == 1)
        }
    }

    @Test("when the canaries have succeeded the rest leaves within a second, without a scan of the inbox")
    func canariesLetGo() async throws {
        try await Station.with(policy: ", limits: {}") { station in
            try station.scanRarely()
            try station.change("canary: 0", to: "canary: 2")
            let daemon = try station.start()
            try await station.untilReady(daemon)
            let alerts = (0..<5).map { SampleAlert.flat($0, sha1: SampleAlert.hex(1, "file")) }
            try station.drop("a.json", "[" + alerts.joined(separator: ",") + "]")
            try await station.until("the canaries") { try station.states().count { $0 == "succeeded" } >= 2 }
            try await station.until("the rest", { await station.submissions == 5 })
        }
    }

    @Test("without File.Read.All actions leave all the same, and status says what is missing")
    func missingPermission() async throws {
        var options = SimulatorOptions.quick
        options.access.roles = ["Machine.StopAndQuarantine", "Machine.Read.All"]
        try await Station.with(options: options, policy: ", lookups: all") { station in
            let daemon = try station.start()
            try await station.untilReady(daemon)
            try station.drop("1.json", SampleAlert.flat(1))
            try await station.until("success") { try station.states() == ["succeeded"] }
            let status = try await station.lazaret(["status", "--format", "json"])
            #expect(status.output.contains("\"operation\": \"file\""))
            #expect(status.output.contains("\"reason\": \"forbidden\""))
            let check = try await station.lazaret(["check", "--online"])
            #expect(check.output.contains("File.Read.All"))
        }
    }

    @Test("a protected list is read again when it changes; a broken one leaves the old in force and is named")
    func lists() async throws {
        try await Station.with(policy: ", limits: {}, protectedFiles: files.txt") { station in
            let list = station.directory + "/files.txt"
            func write(_ text: String) throws { try text.write(toFile: list, atomically: true, encoding: .utf8) }
            let refused = try await station.lazaret(["run"])
            #expect(refused.code == 78)
            try write("# none yet\n")
            let daemon = try station.start()
            try await station.untilReady(daemon)
            try write(SampleAlert.hex(1, "file") + "  # the agent\n")
            try await station.until("the new list") { daemon.log.contains("protected lists read again") }
            try station.drop("1.json", SampleAlert.flat(1))
            try await station.until("the denial") { try reasons(station) == ["denied protected_file"] }
            try write("no hash at all\n")
            try await station.until("the refusal") { daemon.log.contains("protected list refused") }
            #expect(daemon.log.contains("files.txt"))
            try station.drop("2.json", SampleAlert.flat(2, sha1: SampleAlert.hex(1, "file")))
            try await station.until("the second denial") { try reasons(station).count == 2 }
            #expect(try reasons(station)[1] == "denied protected_file")
        }
    }

    @Test("retention is applied while the daemon runs, and the event chain's head goes to its log")
    func retention() async throws {
        try await Station.with(policy: ", limits: {}", more: "retention: {actions: 1s}") { station in
            let daemon = try station.start()
            try await station.untilReady(daemon)
            for number in 1...3 { try station.drop("\(number).json", SampleAlert.flat(number)) }
            try await station.until("the removal") { daemon.log.contains("old rows removed") }
            try await station.until("an empty log") { try station.states().isEmpty }
            daemon.signal(SIGTERM)
            #expect(await daemon.wait() == 0)
            let log = try ActionLog.open(path: station.state + "/actions.db", access: .reader)
            guard case .intact(_, let head?) = try await log.verify() else {
                Issue.record("the chain is broken")
                return
            }
            #expect(daemon.log.contains("\(head)"))
        }
    }
}
