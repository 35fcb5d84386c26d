import ActionLog
import Foundation
import Glibc
import LazaretCore
import Testing

/// The daemon's inbox against other processes: producers, neighbours, a full disk.
struct InboxTests {
    /// `make inbox-campaign`: the long forms.
    private static let isCampaign = ProcessInfo.processInfo.environment["LAZARET_INBOX_CAMPAIGN"] != nil
    private static let dryRun = ", limits: {}"

    @Test("what is renamed in while the process stands still is all taken once it goes on, though inotify overflows")
    func stopped() async throws {
        // A producer's file is four events (made, written, closed, renamed) in a queue of 16,384.
        let count = Self.isCampaign ? 20_000 : 4_500
        try await Station.with(policy: Self.dryRun, more: "throttle: {windows: [{limit: 1, per: 1h}]}") { station in
            try station.scanRarely()
            let daemon = try station.start()
            try await station.untilReady(daemon)
            // The daemon watches its inbox when it has taken something from it.
            try station.drop("first.json", SampleAlert.flat(count))
            try await station.until("the first") { try station.states().count == 1 }
            try await station.untilStopped(daemon)
            for number in 0..<count { try station.dropPlainly("a\(number).json", SampleAlert.flat(number)) }
            daemon.signal(SIGCONT)
            try await station.until("an empty inbox", seconds: 300) { try station.waiting().isEmpty }
            #expect(daemon.log.contains("inotify queue overflowed"))
            #expect(try station.actions().rows.count == count + 1)
            daemon.signal(SIGTERM)
            #expect(await daemon.wait() == 0)
        }
    }

    @Test("hostile neighbours delay nobody, stay, and are said once in the log and in status")
    func zoo() async throws {
        try await Station.with { station in
            let daemon = try station.start(without: ["dac_override", "dac_read_search"])
            try await station.untilReady(daemon)
            let inbox = station.inbox
            symlink("/etc/passwd", inbox + "/link.json")
            mkfifo(inbox + "/fifo\u{1b}\n.json", 0o666)
            mkdir(inbox + "/directory.json", 0o755)
            if geteuid() == 0 { mknod(inbox + "/device.json", S_IFCHR | 0o666, 1 << 8 | 5) }
            let bytes: [CChar] = (inbox + "/").utf8CString.dropLast() + [CChar(bitPattern: 0xFF)] + ".json".utf8CString
            symlink("/nowhere", bytes)
            close(open(inbox + "/.locked.tmp", O_CREAT | O_WRONLY, 0))
            rename(inbox + "/.locked.tmp", inbox + "/locked.json")
            close(open(inbox + "/.sparse.tmp", O_CREAT | O_WRONLY, 0o644))
            truncate(inbox + "/.sparse.tmp", 1 << 40)
            rename(inbox + "/.sparse.tmp", inbox + "/sparse.json")
            for number in 2..<12 { try station.drop("a\(number).json", SampleAlert.flat(number)) }

            try await station.until("the alerts") { try station.states().count == 10 }
            let irregular = ["%FF.json", "device.json", "directory.json", "fifo\u{1b}\n.json", "link.json"]
                .filter { geteuid() == 0 || $0 != "device.json" }
            try await station.until("only what stays is left") { try station.waiting().count == irregular.count }
            let rejected = try FileManager.default.contentsOfDirectory(atPath: station.state + "/rejected").sorted()
            #expect(
                rejected == ["locked.json", "locked.json.reason.json", "sparse.json", "sparse.json.reason.json"])
            #expect(try station.reason("locked.json") == "unreadable")
            #expect(try station.reason("sparse.json") == "too_large")

            func named() -> Int { daemon.log.components(separatedBy: "left alone in the inbox").count - 1 }
            try await station.until("every neighbour's line") { named() >= irregular.count }
            let status = try await station.lazaret(["status", "--format", "json"])
            let object = try #require(
                try JSONSerialization.jsonObject(with: Data(status.output.utf8)) as? [String: Any])
            #expect(object["irregular_files"] as? [String] == irregular)
            daemon.signal(SIGTERM)
            #expect(await daemon.wait() == 0)
            #expect(named() == irregular.count)
        }
    }

    @Test(
        "a full disk leaves the files in the inbox and turns readiness false; both heal by themselves, nothing is lost",
        .enabled(if: SmallDisk.isPossible, "needs root, and a tmpfs that may be mounted"))
    func fullDisk() async throws {
        try await Station.with(policy: Self.dryRun, http: "127.0.0.1:0") { station in
            try FileManager.default.createDirectory(atPath: station.state, withIntermediateDirectories: false)
            try #require(SmallDisk.mount(at: station.state))
            defer { SmallDisk.unmount(station.state) }
            try station.change("mode: enforce", to: "mode: dryRun")
            let daemon = try station.start()
            try await station.untilReady(daemon)
            try station.drop("first.json", SampleAlert.flat(0))
            try await station.until("the first") { try station.states().count == 1 }
            #expect(try await station.get("/-/ready", of: daemon).status == 200)

            // The alerts are there before the disk is full to the last byte; more of them than a write-ahead log that has been
            // checkpointed has room for, which is written from its start again without a new block.
            let count = 600
            for number in 1...count { try station.drop("a\(number).json.wait", SampleAlert.flat(number)) }
            station.fillDisk()
            for number in 1...count {
                rename("\(station.inbox)/a\(number).json.wait", "\(station.inbox)/a\(number).json")
            }
            try await station.until("not ready") { try await station.get("/-/ready", of: daemon).status == 503 }
            let reasons = try await station.get("/-/ready", of: daemon).text
            #expect(reasons.contains("action_log") || reasons.contains("archive"))
            #expect(!(try station.waiting().isEmpty))

            unlink(station.state + "/ballast")
            try await station.until("an empty inbox", seconds: 60) { try station.waiting().isEmpty }
            try await station.until("ready again", seconds: 60) {
                try await station.get("/-/ready", of: daemon).status == 200
            }
            #expect(try station.states() == Array(repeating: "dry_run", count: count + 1))
            daemon.signal(SIGTERM)
            #expect(await daemon.wait() == 0)
        }
    }

    @Test(
        "an action log that may not be written leaves the files in the inbox and turns readiness false; both heal",
        .enabled(
            if: ImmutableFile.isPossible, "needs root, chattr, and a file system that refuses writes to open files"))
    func readOnlyLog() async throws {
        try await Station.with(mode: "dryRun", policy: Self.dryRun, http: "127.0.0.1:0") { station in
            let daemon = try station.start()
            try await station.untilReady(daemon)
            try station.drop("first.json", SampleAlert.flat(0))
            try await station.until("the first") { try station.states().count == 1 }
            let files = ["actions.db", "actions.db-wal"].map { station.state + "/" + $0 }
            // As where the kernel has made the file system read-only under the daemon.
            try #require(files.allSatisfy { ImmutableFile.set(true, $0) })
            defer { for file in files { _ = ImmutableFile.set(false, file) } }

            let names = (1...5).map { "a\($0).json" }
            for (number, name) in names.enumerated() { try station.drop(name, SampleAlert.flat(number + 1)) }
            try await station.until("not ready") { try await station.get("/-/ready", of: daemon).status == 503 }
            #expect(try await station.get("/-/ready", of: daemon).text.contains("action_log"))
            // A scan more has found them all, and nothing has left.
            try station.drop("last.json", SampleAlert.flat(6))
            try await station.until("what it counts") {
                try await station.get("/metrics", of: daemon).text.contains("lazaret_inbox_files 6\n")
            }
            #expect(try station.waiting().sorted() == names + ["last.json"])
            #expect(try station.states() == ["dry_run"])
            #expect(try FileManager.default.contentsOfDirectory(atPath: station.state + "/rejected").isEmpty)
            let refused = try await station.lazaret(["pause"])
            #expect([74, 77].contains(refused.code), "\(refused)")

            try #require(files.allSatisfy { ImmutableFile.set(false, $0) })
            try await station.until("an empty inbox") { try station.waiting().isEmpty }
            try await station.until("ready again") { try await station.get("/-/ready", of: daemon).status == 200 }
            #expect(try station.states() == Array(repeating: "dry_run", count: 7))
            daemon.signal(SIGTERM)
            #expect(await daemon.wait() == 0)
        }
    }
}
