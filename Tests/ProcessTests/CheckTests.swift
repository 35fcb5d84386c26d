import DefenderSimulator
import Foundation
import LazaretTestKit
import Testing

/// `lazaret check --online` as a person runs it, against the simulator.
struct CheckTests {
    private struct Row: Decodable {
        var what, subject, verdict, message, remedy: String
    }

    private func rows(_ station: Station) async throws -> (code: Int32, rows: [Row]) {
        let finished = try await station.lazaret(["check", "--online", "--format", "json"])
        return (finished.code, try JSONDecoder().decode([Row].self, from: Data(finished.output.utf8)))
    }

    @Test("a first day on which all is well: exit 0, and the table says so")
    func good() async throws {
        try await Station.with { station in
            let (code, rows) = try await rows(station)
            #expect(code == 0, "\(rows)")
            let online = rows.filter { ["sign-in", "clock", "audience", "role", "read call"].contains($0.what) }
            #expect(online.count == 6 && online.allSatisfy { $0.verdict == "ok" }, "\(online)")
            #expect(rows.contains { $0.what == "connect" && $0.message == "directly, no proxy" })
            let table = try await station.lazaret(["check", "--online"])
            #expect(table.code == 0 && table.output.hasPrefix("VERDICT"))
            #expect(await station.simulator.effects().quarantines.isEmpty)
        }
    }

    @Test("a token without a role: exit 78, the role and the permission to grant")
    func role() async throws {
        var options = SimulatorOptions.quick
        options.access.roles = ["Machine.Read.All"]
        options.access.clockSkew = .seconds(-900)
        try await Station.with(options: options) { station in
            let (code, rows) = try await rows(station)
            #expect(code == 78)
            let role = try #require(rows.first { $0.what == "role" && $0.verdict == "wrong" })
            #expect(role.message.hasPrefix("Machine.StopAndQuarantine"))
            #expect(role.remedy.contains("WindowsDefenderATP"))
            let clock = try #require(rows.first { $0.what == "clock" })
            #expect(clock.verdict == "note" && clock.message.contains("ahead of the sign-in server"))
            let table = try await station.lazaret(["check", "--online"])
            #expect(table.output.contains("-> grant the application permission Machine.StopAndQuarantine"))
        }
    }

    @Test("a wrong secret: exit 78, and its AADSTS number in words")
    func secret() async throws {
        var options = SimulatorOptions.quick
        options.access.clientSecret = "another"
        try await Station.with(options: options) { station in
            let (code, rows) = try await rows(station)
            #expect(code == 78)
            let signIn = try #require(rows.first { $0.what == "sign-in" })
            #expect(signIn.message == "AADSTS7000215: the client secret is wrong")
            #expect(!signIn.remedy.isEmpty)
        }
    }

    @Test("a host that cannot be reached: exit 69")
    func unreachable() async throws {
        try await Station.with { station in
            await station.simulator.stop()
            let (code, rows) = try await rows(station)
            #expect(code == 69, "\(rows)")
            #expect(rows.contains { $0.what == "connect" && $0.verdict == "wrong" && !$0.remedy.isEmpty })
        }
    }

    @Test("a proxy's credential that others can read is refused, and so is one that is none")
    func proxyCredential() async throws {
        try await Station.with(more: "transport: {proxy: \"http://127.0.0.1:9\", proxyCredentialFile: proxy}") {
            station in
            let file = station.directory + "/proxy"
            for (text, mode, expected) in [
                ("user:password", 0o644, "can be read by others"), ("password", 0o600, "must hold user:password"),
                ("user:password", 0o600, nil),
            ] as [(String, Int, String?)] {
                try Data(text.utf8).write(to: URL(fileURLWithPath: file))
                try FileManager.default.setAttributes([.posixPermissions: mode], ofItemAtPath: file)
                let check = try await station.lazaret(["check"])
                #expect(check.code == (expected == nil ? 0 : 78), "\(check.output)")
                if let expected { #expect(check.output.contains(expected), "\(check.output)") }
            }
        }
    }
}
