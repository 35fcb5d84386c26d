import Foundation
import Glibc
import Testing

/// An account of the service's group that may only read, with nothing but the stock `sqlite3` shell.
struct ReadOnlyTests {
    private static let account: UInt32 = 54_321

    /// Another account can only be tried on by root; `setpriv` and `sqlite3` are Debian's own.
    private static var canTry: Bool {
        let found = ["/usr/bin/setpriv", "/usr/bin/sqlite3"].allSatisfy {
            FileManager.default.isExecutableFile(atPath: $0)
        }
        return geteuid() == 0 && found
    }

    private func asReader(_ arguments: [String]) async throws -> Finished {
        try await Finished.run(
            // sqlite3 warns where the account has no home that it can find.
            ["--reuid=\(Self.account)", "--regid=\(Self.account)", "--clear-groups", "--", "env", "HOME=/"] + arguments,
            executable: "/usr/bin/setpriv")
    }

    @Test(
        "it can query while the daemon runs, after a clean stop and after kill -9, and can change nothing",
        .enabled(if: ReadOnlyTests.canTry, "needs root, setpriv and sqlite3"))
    func reader() async throws {
        try await Station.with { station in
            try FileManager.default.createDirectory(atPath: station.state, withIntermediateDirectories: true)
            #expect(chown(station.state, 0, Self.account) == 0)
            #expect(chmod(station.state, 0o2750) == 0)
            let database = station.state + "/actions.db"
            var daemon = try station.start()
            try await station.untilReady(daemon)
            try station.drop("1.json", SampleAlert.flat(1))
            try await station.until("success") { try station.states() == ["succeeded"] }
            try await look(database, expecting: "succeeded", "while it runs")
            try await fail(database, station)
            daemon.signal(SIGTERM)
            #expect(await daemon.wait() == 0)
            try await look(database, expecting: "succeeded", "after a clean stop")
            try await fail(database, station)
            daemon = try station.start(log: "second.log")
            try await station.until("the second daemon") { daemon.log.contains("ready ") }
            try station.drop("2.json", SampleAlert.flat(2))
            try await station.until("success") { try station.states() == ["succeeded", "succeeded"] }
            daemon.signal(SIGKILL)
            _ = await daemon.wait()
            try await look(database, expecting: "succeeded\nsucceeded", "after kill -9")
            try await fail(database, station)
        }
    }

    private func look(_ database: String, expecting states: String, _ when: Comment) async throws {
        let answer = try await asReader(["sqlite3", database, "SELECT state FROM machine_actions ORDER BY action_id"])
        #expect(answer.output == states + "\n", when)
        #expect(answer.errors.isEmpty, when)
        for relation in ["alerts", "action_alerts", "attempts", "events", "daily_summary", "state_summary"] {
            let count = try await asReader(["sqlite3", database, "SELECT count(*) > 0 FROM \(relation)"])
            #expect(count.output == "1\n", when)
        }
    }

    private func fail(_ database: String, _ station: Station) async throws {
        for sql in [
            "UPDATE action_rows SET state = 'queued'", "DELETE FROM events", "DROP TABLE action_rows", "VACUUM",
            "INSERT INTO kill_switch VALUES (1, '', '', '')", "PRAGMA user_version = 9; SELECT 1/0 FROM missing",
        ] {
            let answer = try await asReader(["sqlite3", database, sql])
            #expect(answer.code != 0, "\(sql)")
        }
        let remove = try await asReader(["rm", "-f", database, database + "-wal", database + "-shm"])
        #expect(remove.code != 0)
        let version = try await asReader(["sqlite3", database, "PRAGMA user_version"])
        #expect(version.output == "4\n")
    }
}
