import Foundation
import Glibc
import LazaretCore
import LazaretTestKit
import Testing

@testable import Inbox

/// The whole of intake on a real directory: what is taken, when, and what stays.
@Suite(.timeLimit(.minutes(2))) struct IntakeTests {
    @Test func `what lies there at the start is taken, with its path below the inbox`() async throws {
        try await Bench.with(tenants: ["acme"]) { bench in
            try Files.drop("{\"a\":1}", bench.inbox, "a.json")
            try Files.drop("{\"a\":2}\n{\"a\":3}\n", bench.inbox + "/acme", "b.jsonl")
            try Files.drop("{", bench.inbox, "c.json")
            await bench.runOnce()
            #expect(bench.log.sourceFiles.sorted() == ["a.json", "acme/b.jsonl", "c.json"])
            #expect(bench.log.taken.first { $0.sourceFile == "acme/b.jsonl" }?.subdirectory == "acme")
            #expect(try bench.acceptedNames() == ["a.json", "b.jsonl"])
            #expect(try Files.names(bench.rejected) == ["c.json", "c.json.reason.json"])
            #expect(try Files.names(bench.inbox) == ["acme"])
        }
    }

    @Test func `the producers' own names and foreign sub-directories are left alone`() async throws {
        try await Bench.with(tenants: ["acme"]) { bench in
            let names = [".a.json", "a.json.tmp", "a.part", "a.txt", "a.JSON", "json", ".json"]
            for name in names { try Files.write("{}", to: bench.inbox + "/" + name) }
            try Files.makeDirectory(bench.inbox + "/other")
            try Files.write("{}", to: bench.inbox + "/other/a.json")
            await bench.runOnce()
            #expect(bench.log.taken.isEmpty)
            #expect(try Files.names(bench.inbox) == (names + ["acme", "other"]).sorted())
            #expect(bench.witness.events.compactMap(\.irregular).isEmpty)
        }
    }

    @Test(arguments: ["rename", "close", "link"])
    func `hints alone bring a file in`(_ way: String) async throws {
        try await Bench.with(settle: way == "link" ? .milliseconds(50) : .seconds(600)) { bench in
            var bench = bench
            bench.settings.rescan = .seconds(3600)
            bench.watcher = try DirectoryWatcher(accept: IntakeService.watches)
            let (inbox, root) = (bench.inbox, bench.root)
            try await bench.running { _ in
                await bench.witness.wait { $0.contains(where: \.isScanned) }
                switch way {
                case "rename": try Files.drop("{}", inbox, "a.json")
                case "close": try Files.write("{}", to: inbox + "/a.json")
                default:
                    try Files.write("{}", to: root + "/a")
                    _ = try checked(.rename) { Glibc.link(root + "/a", inbox + "/a.json") }
                }
                await bench.witness.waitUntilPutAway(1)
            }
            #expect(bench.log.sourceFiles == ["a.json"])
        }
    }

    @Test func `without inotify the periodic scan finds everything`() async throws {
        try await Bench.with { bench in
            var bench = bench
            bench.settings.rescan = .milliseconds(20)
            try await bench.running { _ in
                await bench.witness.wait { $0.contains(where: \.isScanned) }
                try Files.drop("{}", bench.inbox, "a.json")
                await bench.witness.waitUntilPutAway(1)
            }
            #expect(bench.log.sourceFiles == ["a.json"])
        }
    }

    @Test func `a file that is still written to is waited for, and read whole`() async throws {
        try await Bench.with(settle: .seconds(1)) { bench in
            var bench = bench
            // Files have the machine's dates; between two of them only the test lets time pass.
            let time = ManualTimeSource(wall: RealTime.wall)
            bench.time = time
            let path = bench.inbox + "/a.json"
            try await bench.triggered { trigger in
                await bench.witness.wait { $0.filter(\.isScanned).count == 1 }
                let writer = Descriptor(owning: try checked(.open) { open(path, O_WRONLY | O_CREAT, 0o644) })
                try writer.write(Array("{\"a\":".utf8))
                for scans in 2...4 {
                    trigger.yield(.rescan)
                    await bench.witness.wait { $0.filter(\.isScanned).count == scans }
                }
                // It is waited for, and has the rest of its second left.
                await time.waitForSleepers()
                time.advance(by: .milliseconds(900))
                try writer.write(Array("1}".utf8))
                // What it has become is still only a second after it was seen.
                var isPutAway = false
                while !isPutAway {
                    time.advance(by: .milliseconds(100))
                    await Task.yield()
                    isPutAway = bench.witness.events.contains { if case .putAway = $0 { true } else { false } }
                }
            }
            #expect(bench.log.documents == ["{\"a\":1}"])
            #expect(try Files.names(bench.rejected).isEmpty)
        }
    }

    @Test func `a tenant's sub-directory made after the start is looked into`() async throws {
        try await Bench.with { bench in
            var bench = bench
            bench.settings = InboxSettings(
                directory: bench.inbox, accepted: bench.accepted, rejected: bench.rejected, tenants: ["late"],
                settle: .seconds(600), rescan: .seconds(3600))
            bench.watcher = try DirectoryWatcher(accept: IntakeService.watches)
            let inbox = bench.inbox
            try await bench.running { _ in
                await bench.witness.wait { $0.contains(where: \.isScanned) }
                try Files.makeDirectory(inbox + "/late")
                await bench.witness.wait { $0.filter(\.isScanned).count >= 2 }
                try Files.drop("{}", inbox + "/late", "a.json")
                await bench.witness.waitUntilPutAway(1)
            }
            #expect(bench.log.taken.map(\.subdirectory) == ["late"])
        }
    }

    /// The kernel tells of a removed directory only when nobody holds it open: the next scan notices.
    @Test func `an inbox that is removed is made again at the next scan, and watched`() async throws {
        try await Bench.with { bench in
            var bench = bench
            bench.settings.rescan = .milliseconds(100)
            bench.settings.settle = .seconds(600)
            bench.watcher = try DirectoryWatcher(accept: IntakeService.watches)
            let inbox = bench.inbox
            try await bench.running { _ in
                await bench.witness.wait { $0.contains(where: \.isScanned) }
                _ = try checked(.unlink) { rmdir(inbox) }
                let scans = bench.witness.events.filter(\.isScanned).count
                await bench.witness.wait { $0.filter(\.isScanned).count >= scans + 2 }
                #expect(try Files.mode(inbox) == InboxDirectories.inboxMode)
                try Files.drop("{}", inbox, "a.json")
                await bench.witness.waitUntilPutAway(1)
            }
            #expect(bench.log.sourceFiles == ["a.json"])
        }
    }

    @Test func `one that is gone with its parent turns readiness false, and heals`() async throws {
        try await Bench.with { bench in
            var bench = bench
            bench.time = ImpatientTime()
            let (root, away) = (bench.root + "/mount", bench.root + "/away")
            try Files.makeDirectory(root)
            bench.settings.directory = root + "/inbox"
            try Files.makeDirectory(bench.inbox)
            let inbox = bench.inbox
            try await bench.triggered { trigger in
                await bench.witness.wait { $0.contains(where: \.isScanned) }
                try Files.rename(root, away)
                trigger.yield(.rescan)
                await bench.witness.wait { $0.compactMap(\.health).last?.problems[.inbox] != nil }
                try Files.drop("{}", away + "/inbox", "a.json")
                try Files.rename(away, root)
                await bench.witness.waitUntilPutAway(1)
                await bench.witness.wait { $0.compactMap(\.health).last?.isReady == true }
            }
            #expect(try Files.names(inbox).isEmpty)
        }
    }

    @Test func `a log that takes nothing leaves files where they are; they go in when it heals, each once`()
        async throws
    {
        try await Bench.with { bench in
            var bench = bench
            bench.time = ImpatientTime()
            let names = (0..<40).map { "f\($0).json" }
            for name in names { try Files.drop("{\"n\":\"\(name)\"}", bench.inbox, name) }
            bench.log.setFull(true)
            try await bench.triggered { _ in
                await bench.witness.wait { $0.compactMap(\.health).last?.problems[.actionLog] != nil }
                let (left, taken) = (try Files.names(bench.inbox), try Files.names(bench.accepted))
                #expect(left == names.sorted())
                #expect(taken.isEmpty)
                bench.log.setFull(false)
                await bench.witness.waitUntilPutAway(40)
                await bench.witness.wait { $0.compactMap(\.health).last?.isReady == true }
            }
            #expect(bench.log.sourceFiles.sorted() == names.sorted())
        }
    }
}
