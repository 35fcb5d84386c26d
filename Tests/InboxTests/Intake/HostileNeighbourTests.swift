import Foundation
import Glibc
import LazaretCore
import LazaretTestKit
import Testing

@testable import Inbox

/// Whatever somebody puts beside the alerts: it delays nobody, is said once, and is never followed or waited for.
@Suite(.timeLimit(.minutes(2))) struct HostileNeighbourTests {
    private func zoo(_ directory: String) throws {
        for beast in Beast.available { try beast.put("\(directory)/0-\(beast.rawValue).json") }
    }

    @Test func `the zoo stays where it is and is said once, however often it is met`() async throws {
        try await Bench.with { bench in
            var bench = bench
            bench.settings.rescan = .milliseconds(10)
            try zoo(bench.inbox)
            for number in 0..<20 { try Files.drop("{\"n\":\(number)}", bench.inbox, "a\(number).json") }
            try await bench.running { _ in
                await bench.witness.waitUntilPutAway(20)
                await bench.witness.wait { $0.filter(\.isScanned).count >= 5 }
            }
            let names = Beast.available.map { "0-\($0.rawValue).json" }.sorted()
            #expect(bench.witness.events.compactMap(\.irregular).sorted() == names)
            #expect(try Files.names(bench.inbox) == names)
            #expect(bench.log.taken.count == 20)
            #expect(try Files.names(bench.rejected).isEmpty)
        }
    }

    @Test func `what took its place is taken, and what comes again is said again`() async throws {
        try await Bench.with { bench in
            var bench = bench
            bench.settings.rescan = .milliseconds(10)
            try Beast.fifo.put(bench.inbox + "/x.json")
            try await bench.running { _ in
                await bench.witness.wait { $0.compactMap(\.irregular).count == 1 }
                _ = try checked(.unlink) { unlink(bench.inbox + "/x.json") }
                let scans = bench.witness.events.filter(\.isScanned).count
                await bench.witness.wait { $0.filter(\.isScanned).count >= scans + 2 }
                try Beast.link.put(bench.inbox + "/x.json")
                await bench.witness.wait { $0.compactMap(\.irregular).count == 2 }
                try Files.drop("{}", bench.inbox, "x.json")
                await bench.witness.waitUntilPutAway(1)
            }
        }
    }

    @Test func `names of any bytes are kept, told as text, and never mixed up`() async throws {
        try await Bench.with { bench in
            let names: [[UInt8]] = [
                Array("new\nline.json".utf8), Array("esc\u{1b}[2J.json".utf8), [0xFF, 0xFE] + Array(".json".utf8),
                Array("%FF.json".utf8), Array(String(repeating: "n", count: 250).utf8) + Array(".json".utf8),
                Array(String(repeating: "ü", count: 125).utf8) + Array(".json".utf8),
            ]
            let inbox = try Directory(path: bench.inbox)
            for (number, name) in names.enumerated() {
                // One in three is refused: its reason needs room after the name.
                try inbox.writeTemporary(FileName(".x.tmp"), Array((number % 3 == 2 ? "{" : "{\"n\":\(number)}").utf8))
                try inbox.rename(FileName(".x.tmp"), as: FileName(bytes: name))
            }
            await bench.runOnce()
            #expect(Set(bench.log.sourceFiles) == Set(names.map { FileName(bytes: $0).description }))
            #expect(Set(bench.log.sourceFiles).isSuperset(of: ["%FF%FE.json", "%25FF.json", "new\nline.json"]))
            #expect(try Files.names(bench.inbox).isEmpty)
            #expect(try bench.acceptedNames().count == 4)
            let rejected = try Files.names(bench.rejected)
            #expect(rejected.count == 4)
            #expect(rejected.allSatisfy { $0.hasSuffix(".json") })
            let long = try #require(rejected.first { $0.hasPrefix("ü") })
            #expect(long.contains("-") && long.utf8.count <= 255)
        }
    }

    @Test func `a sparse terabyte is refused unread`() async throws {
        try await Bench.with { bench in
            try Files.write("", to: bench.inbox + "/.t.tmp")
            _ = try checked(.write) { truncate(bench.inbox + "/.t.tmp", 1 << 40) }
            try Files.rename(bench.inbox + "/.t.tmp", bench.inbox + "/t.json")
            try Files.drop("{}", bench.inbox, "a.json")
            await bench.runOnce()
            #expect(bench.witness.events.compactMap(\.refusal) == ["too_large"])
            #expect(try Files.names(bench.rejected) == ["t.json", "t.json.reason.json"])
            #expect(try bench.acceptedNames() == ["a.json"])
        }
    }

    @Test func `a mapping that takes its time holds up no other file`() async throws {
        try await Bench.with { bench in
            var bench = bench
            let gate = Signal()
            bench.mapper.before = { bytes, _ in if bytes.count > 1000 { await gate.wait() } }
            // Of the first call's files the slow one is the only one: the rest come in calls of their own.
            bench.settings.mappingsInFlight = 64
            try Files.drop("\"\(String(repeating: "x", count: 2000))\"", bench.inbox, "slow.json")
            bench.settings.rescan = .milliseconds(10)
            try await bench.running { _ in
                await bench.witness.wait { $0.contains(where: \.isScanned) }
                for number in 0..<100 { try Files.drop("{\"n\":\(number)}", bench.inbox, "a\(number).json") }
                await bench.witness.waitUntilPutAway(100)
                #expect(try Files.names(bench.inbox) == ["slow.json"])
                gate.raise()
                await bench.witness.waitUntilPutAway(101)
            }
        }
    }
}
