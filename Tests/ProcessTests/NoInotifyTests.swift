import Foundation
import Glibc
import LazaretTestKit
import Testing

/// A machine that has no inotify to give: the listings and looks remain.
@Suite(.enabled(if: NoInotify.isPossible, "needs a user namespace, in which inotify can be forbidden"))
struct NoInotifyTests {
    @Test("files are taken, decisions and the pause file heard, transitions told; the log says what is missing")
    func everythingWorks() async throws {
        try await Station.with(mode: "approve") { station in
            let daemon = try NoInotify.run(["run", "--config", station.configuration], station, log: "daemon.log")
            try await station.untilReady(daemon)
            let watch = try NoInotify.run(
                ["watch", "--after", "0", "--format", "jsonl", "--config", station.configuration], station,
                log: "watch.log")
            try station.drop("a.json", SampleAlert.flat(1))
            try await station.until("the first") { try station.states() == ["held"] }
            // From now on it follows.
            try await station.until("its transition") { watch.log.contains(#""action_id": 1"#) }
            #expect(try await station.lazaret(["approve", "1"]).code == 0)
            try await station.until("success") { try station.states() == ["succeeded"] }

            let file = station.state + "/pause"
            try Data().write(to: URL(fileURLWithPath: file))
            try await station.until("the pause") { daemon.log.contains("paused by file") }
            try FileManager.default.removeItem(atPath: file)
            try await station.until("the end of the pause") { daemon.log.contains("resumed") }
            try station.drop("b.json", SampleAlert.flat(2))
            try await station.until("the second") { try station.states().count == 2 }
            #expect(try await station.lazaret(["approve", "2"]).code == 0)
            try await station.until("the second success") { try station.states() == ["succeeded", "succeeded"] }
            try await station.until("its transition") {
                watch.log.contains(#""action_id": 2"#) && watch.log.contains("resumed")
            }

            #expect(daemon.log.contains("no inotify; the inbox is only listed now and then"))
            #expect(daemon.log.contains("no inotify for decisions"))
            watch.signal(SIGTERM)
            #expect(await watch.wait() == 0)
            daemon.signal(SIGTERM)
            #expect(await daemon.wait() == 0)
        }
    }
}

/// Processes for which the kernel has no inotify: in a user namespace of their own that allows none.
private enum NoInotify {
    private static let forbid = "echo 0 > /proc/sys/user/max_inotify_instances && exec \"$@\""

    static let isPossible: Bool = {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/unshare")
        process.arguments = ["--user", "--map-root-user", "sh", "-c", forbid, "sh", "true"]
        process.standardError = FileHandle.nullDevice
        guard (try? process.run()) != nil else { return false }
        process.waitUntilExit()
        return process.terminationStatus == 0
    }()

    static func run(_ arguments: [String], _ station: Station, log: String) throws -> RunningProcess {
        try station.run(
            ["--user", "--map-root-user", "sh", "-c", forbid, "sh", LazaretExecutable.path] + arguments,
            executable: "/usr/bin/unshare", log: log)
    }
}
