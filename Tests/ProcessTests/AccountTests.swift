import Foundation
import Glibc
import LazaretCore
import LazaretTestKit
import Testing

/// Whoever may write the database may decide; readers may only read.
struct AccountTests {
    /// Another account than root's is needed to see it; `setpriv` (util-linux) gives one to root.
    static let canSwitch = geteuid() == 0 && FileManager.default.isExecutableFile(atPath: "/usr/bin/setpriv")

    @Test(
        "an account of the group reads everything and changes nothing",
        .enabled(if: canSwitch, "needs root and setpriv for a second account"))
    func reader() async throws {
        try await Station.with(mode: "approve") { station in
            let daemon = try station.start()
            try await station.untilReady(daemon)
            try station.drop("a.json", SampleAlert.flat(1))
            try await station.until("the action") { try station.states() == ["held"] }
            try share(station)
            for isRunning in [true, false] {
                if !isRunning {
                    daemon.signal(SIGTERM)
                    #expect(await daemon.wait() == 0)
                }
                for verb in [["status"], ["actions"], ["alerts"], ["show", "1"], ["verify"], ["export", "events"]] {
                    let finished = try await asReader(station, verb)
                    #expect(finished.code == 0, "\(verb): \(finished.errors)")
                }
                for verb in [
                    ["approve", "1"], ["deny", "1"], ["cancel", "1"], ["retry", "1"], ["approve", "--all", "--yes"],
                    ["pause"], ["resume"], ["prune"],
                ] {
                    let finished = try await asReader(station, verb)
                    #expect(finished.code == 77, "\(verb): \(finished.output)\(finished.errors)")
                    #expect(finished.errors.contains("its user and root may also decide"))
                }
                let outsider = try await asAccount(65_533, group: 65_533, station, ["actions"])
                #expect(outsider.code == 77, "\(outsider.errors)")
                // Not judged as if nothing had ever happened.
                let explained = try await asAccount(65_533, group: 65_533, station, ["explain", "/dev/null"])
                #expect(explained.code == 77, "\(explained.output)\(explained.errors)")
            }
            #expect(try station.states() == ["held"])
        }
    }

    @Test(
        "a configuration that the account may not read is no permission, to every verb and to the daemon",
        .enabled(if: canSwitch, "needs root and setpriv for a second account"))
    func configuration() async throws {
        try await Station.with { station in
            chmod(station.directory, 0o755)
            chmod(station.configuration, 0o600)
            for verb in ["status", "check", "explain", "run"] {
                let arguments = verb == "explain" ? [verb, "-"] : [verb]
                let finished = try await asAccount(65_534, group: Self.group, station, arguments)
                #expect(finished.code == 77, "\(verb): \(finished.output)\(finished.errors)")
            }
            try FileManager.default.removeItem(atPath: station.configuration)
            for verb in ["status", "check", "run"] {
                let finished = try await asAccount(65_534, group: Self.group, station, [verb])
                #expect(finished.code == 78, "\(verb): \(finished.output)\(finished.errors)")
            }
        }
    }

    private static let group: gid_t = 65_532

    /// As an installation has it: the service's group is the reader's.
    private func share(_ station: Station) throws {
        chmod(station.directory, 0o755)
        // The mappings, too, where the account may pass, wherever the checkout lies.
        let mappings = station.directory + "/mappings"
        try FileManager.default.copyItem(atPath: Station.root + "/config/mappings", toPath: mappings)
        let text = try String(contentsOfFile: station.configuration, encoding: .utf8)
        try text.replacingOccurrences(of: Station.root + "/config/mappings", with: mappings)
            .write(toFile: station.configuration, atomically: true, encoding: .utf8)
        chmod(station.configuration, 0o644)
        let state = station.state
        try #require(chown(state, 0, Self.group) == 0)
        for name in try FileManager.default.contentsOfDirectory(atPath: state) where name.hasPrefix("actions.db") {
            try #require(chown(state + "/" + name, 0, Self.group) == 0)
        }
    }

    private func asReader(_ station: Station, _ arguments: [String]) async throws -> Finished {
        try await asAccount(65_534, group: Self.group, station, arguments)
    }

    private func asAccount(
        _ user: uid_t, group: gid_t, _ station: Station, _ arguments: [String]
    ) async throws -> Finished {
        try await Finished.run(
            ["--reuid", "\(user)", "--regid", "\(group)", "--clear-groups", LazaretExecutable.path] + arguments
                + ["--config", station.configuration], executable: "/usr/bin/setpriv")
    }
}
