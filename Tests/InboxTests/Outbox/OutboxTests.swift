import Foundation
import Glibc
import LazaretCore
import LazaretTestKit
import Testing

@testable import Inbox

@Suite struct OutboxTests {
    private func result(_ id: Int64, _ source: String, _ text: String = "{}") -> FileResult {
        FileResult(fileID: id, sourceFile: source, result: text)
    }

    @Test func `results are whole files named after the alert files, and nothing is left beside them`() async throws {
        try await withTemporaryDirectory { directory in
            let outbox = Outbox(directory: directory + "/outbox")
            try outbox.publish([result(1, "a.json", "{\"a\":1}"), result(2, "acme/b.jsonl"), result(3, "%FF.json")])
            #expect(
                try Directory(path: directory + "/outbox").facts(of: FileName(bytes: [0xFF] + ".json.result.json".utf8))
                    != nil)
            #expect(try Files.names(outbox.directory).count == 3)
            #expect(try Files.read(outbox.directory + "/a.json.result.json") == "{\"a\":1}")
            #expect(try Files.mode(outbox.directory) == InboxDirectories.mode)
            #expect(try Files.mode(outbox.directory + "/a.json.result.json") == 0o640)
        }
    }

    @Test(arguments: [1, 20]) func `a taken name keeps both; the same result again is one file`(
        _ batch: Int
    ) async throws {
        try await withTemporaryDirectory { directory in
            let outbox = Outbox(directory: directory + "/outbox")
            let others = (0..<batch).map { result(Int64(100 + $0), "other-\($0).json") }
            try outbox.publish([result(1, "a.json", "one")] + others)
            try outbox.publish([result(2, "acme/a.json", "two")] + others)
            // As after a crash between writing and the mark.
            try outbox.publish([result(1, "a.json", "one"), result(2, "acme/a.json", "two")] + others)
            let hash = ContentHash.hex(Array("two".utf8)).prefix(8)
            let names = try Files.names(outbox.directory).filter { $0.hasPrefix("a") }
            #expect(names == ["a-\(hash).json.result.json", "a.json.result.json"])
            #expect(try Files.names(outbox.directory).count == batch + 2)
        }
    }

    @Test func `a name too long for its suffix is cut and told apart`() async throws {
        try await withTemporaryDirectory { directory in
            let outbox = Outbox(directory: directory + "/outbox")
            try outbox.publish([result(1, String(repeating: "n", count: 250) + ".json", "x")])
            let name = try #require(try Files.names(outbox.directory).first)
            #expect(name.utf8.count == 255)
            #expect(name.hasSuffix("-\(ContentHash.hex(Array("x".utf8)).prefix(8)).json.result.json"))
        }
    }

    @Test func `what a crash left half-written is replaced, never published`() async throws {
        try await withTemporaryDirectory { directory in
            let outbox = Outbox(directory: directory + "/outbox")
            try Files.makeDirectory(outbox.directory)
            try Files.write("ha", to: outbox.directory + "/.lazaret-result-0.tmp")
            try outbox.publish([result(1, "a.json", "whole")])
            #expect(try Files.names(outbox.directory) == ["a.json.result.json"])
            #expect(try Files.read(outbox.directory + "/a.json.result.json") == "whole")
        }
    }

    @Test func `a full outbox is tried again and loses nothing; off, all is marked and nothing written`() async throws {
        try await withTemporaryDirectory { directory in
            let log = MemoryOutboxLog((1...3).map { result($0, "f\($0).json") })
            // A file where the directory should be: nothing can be written.
            try Files.write("", to: directory + "/outbox")
            let events = Events()
            let service = OutboxService(
                directory: directory + "/outbox", log: log, time: ImpatientTime(),
                report: { event in
                    events.add(event)
                    if case .failed = event { unlink(directory + "/outbox") }
                })
            await withTaskGroup(of: Void.self) { group in
                group.addTask { await service.run() }
                await log.allPublished()
                group.cancelAll()
            }
            #expect(try Files.names(directory + "/outbox").count == 3)
            #expect(events.failures == 1)

            let other = MemoryOutboxLog([result(1, "a.json")])
            let off = OutboxService(directory: nil, log: other, time: ImpatientTime(), report: { _ in })
            await withTaskGroup(of: Void.self) { group in
                group.addTask { await off.run() }
                await other.allPublished()
                group.cancelAll()
            }
            #expect(try Files.names(directory) == ["outbox"])
        }
    }

    @Test(.timeLimit(.minutes(1))) func `large results go a few at a time, one batch after the other`() async throws {
        let large = String(repeating: "x", count: OutboxService.bytesPerBatch / 2 + 1)
        let log = MemoryOutboxLog((1...5).map { result($0, "f\($0).json", large) })
        let (counts, count) = AsyncStream<Int>.makeStream()
        // On a clock that nobody waits for in vain: between two batches there is no wait.
        let service = OutboxService(
            directory: nil, log: log, time: RealTime(),
            report: { event in if case .published(let published) = event { count.yield(published) } })
        await withTaskGroup(of: Void.self) { group in
            group.addTask { await service.run() }
            var batches: [Int] = []
            for await published in counts {
                batches.append(published)
                if batches.reduce(0, +) == 5 { break }
            }
            #expect(batches == [2, 2, 1])
            group.cancelAll()
        }
    }

    private final class Events: @unchecked Sendable {
        private let lock = NSLock()
        private var count = 0
        var failures: Int { lock.withLock { count } }
        func add(_ event: OutboxService.Event) { if case .failed = event { lock.withLock { count += 1 } } }
    }
}

/// Results in memory, each until it is marked.
final class MemoryOutboxLog: OutboxLog, @unchecked Sendable {
    private let lock = NSLock()
    private var results: [FileResult]
    private let done = Signal()

    init(_ results: [FileResult]) {
        self.results = results
    }

    func allPublished() async { await done.waitUntilRaised() }

    func finishedFiles(limit: Int, bytes: Int) async throws -> [FileResult] {
        lock.withLock {
            var size = 0
            return Array(
                results.prefix(limit).prefix { result in
                    defer { size += result.result.utf8.count }
                    return size < bytes
                })
        }
    }

    func markPublished(_ files: [Int64], at now: Moment) async throws {
        let isOver = lock.withLock {
            results.removeAll { files.contains($0.fileID) }
            return results.isEmpty
        }
        if isOver { done.raise() }
    }
}
