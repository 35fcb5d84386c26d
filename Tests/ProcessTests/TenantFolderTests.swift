import Foundation
import Glibc
import LazaretTestKit
import Testing

/// A tenant's sub-directory whose owner lets nothing out: whoever may write to the inbox can make one.
struct TenantFolderTests {
    private func accepted(_ station: Station, _ name: String) throws -> Bool {
        let days = try FileManager.default.contentsOfDirectory(atPath: station.state + "/accepted")
        return days.contains { FileManager.default.fileExists(atPath: "\(station.state)/accepted/\($0)/\(name)") }
    }

    private func drop(_ station: Station, _ name: String, _ text: String) throws {
        try text.write(toFile: station.inbox + "/.whole.tmp", atomically: false, encoding: .utf8)
        guard rename(station.inbox + "/.whole.tmp", "\(station.inbox)/test/\(name)") == 0 else {
            throw CocoaError(.fileWriteUnknown)
        }
    }

    @Test("a tenant's directory that lets nothing out is not read, delays nobody, and is read once it does")
    func closed() async throws {
        try await Station.with(mode: "dryRun") { station in
            let folder = station.inbox + "/test"
            try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
            for number in 0..<3 {
                try SampleAlert.flat(number).write(
                    toFile: "\(folder)/a\(number).json", atomically: false, encoding: .utf8)
            }
            chmod(folder, 0o555)
            defer { chmod(folder, 0o755) }
            let daemon = try station.start(without: ["dac_override", "dac_read_search"])
            try await station.untilReady(daemon)
            try await station.until("the directory's line") { daemon.log.contains("nothing can be moved out of it") }
            try station.drop("ok.json", SampleAlert.flat(10))
            try await station.until("the file beside it") { try accepted(station, "ok.json") }
            #expect(try station.alerts() == 1)
            #expect(!daemon.log.contains("intake stands still"))
            chmod(folder, 0o755)
            try await station.until("the directory's files") { try station.alerts() == 4 }
            try await station.until("an empty directory") {
                try FileManager.default.contentsOfDirectory(atPath: folder).isEmpty
            }
            daemon.signal(SIGTERM)
            #expect(await daemon.wait() == 0)
            #expect(daemon.log.components(separatedBy: "nothing can be moved out of it").count == 2)
        }
    }

    @Test(
        "one of another's, with the sticky bit, is not read either: its files would stay, and be recorded at each listing",
        .enabled(if: OtherAccount.isPossible, "needs root and setpriv"))
    func sticky() async throws {
        try await Station.with(mode: "dryRun") { station in
            let daemon = try RunningProcess(
                Array(OtherAccount.command.dropFirst()) + [
                    LazaretExecutable.path, "run", "--config", station.configuration,
                ], executable: OtherAccount.command[0], log: station.directory + "/daemon.log")
            try await station.untilReady(daemon)
            let folder = station.state + "/.folder"
            mkdir(folder, 0o755)
            try SampleAlert.flat(1).write(toFile: folder + "/a.json", atomically: false, encoding: .utf8)
            chmod(folder, 0o1777)
            rename(folder, station.inbox + "/test")
            try await station.until("the directory's line") { daemon.log.contains("nothing can be moved out of it") }
            try station.drop("ok.json", SampleAlert.flat(10))
            try await station.until("the file beside it") { try accepted(station, "ok.json") }
            #expect(try station.alerts() == 1)
            daemon.signal(SIGTERM)
            #expect(await daemon.wait() == 0)
        }
    }

    @Test(
        "one that is closed while it is read keeps its file, and stops nothing",
        .enabled(if: geteuid() == 0, "needs root, which writes where the daemon may not"))
    func closing() async throws {
        try await Station.with(mode: "dryRun") { station in
            try station.scanRarely()
            let daemon = try station.start(without: ["dac_override", "dac_read_search"])
            try await station.untilReady(daemon)
            let folder = station.inbox + "/test"
            mkdir(folder, 0o755)
            try drop(station, "before.json", SampleAlert.flat(0))
            try await station.until("a file of the directory") { try accepted(station, "before.json") }
            chmod(folder, 0o555)
            defer { chmod(folder, 0o755) }
            try drop(station, "kept.json", SampleAlert.flat(1))
            try await station.until("the file that stays") { daemon.log.contains("recorded but cannot be moved away") }
            try station.drop("ok.json", SampleAlert.flat(2))
            try await station.until("the file beside it") { try accepted(station, "ok.json") }
            #expect(!daemon.log.contains("intake stands still"))
            #expect(try station.alerts() == 3)
            daemon.signal(SIGTERM)
            #expect(await daemon.wait() == 0)
        }
    }
}
