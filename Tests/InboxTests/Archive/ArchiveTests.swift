import Foundation
import Glibc
import LazaretCore
import LazaretTestKit
import Testing

@testable import Inbox

@Suite struct ArchiveTests {
    private let now = RealTime().now()
    private var day: String { now.wall.day }

    /// Reads `name` as intake would, and orders it away.
    private func order(_ bench: Bench, _ name: String, _ refusal: Refusal? = nil) throws -> ArchiveOrder {
        let directory = try Directory(path: bench.inbox)
        let facts = try #require(try directory.facts(of: FileName(name)))
        guard
            case .read(let handle, let seen, let bytes) = try SafeFile(maximumSize: 1 << 20)
                .read(FileName(name), in: directory, expected: facts)
        else { throw SystemFailure(.read, EIO) }
        let file = InboxFile(
            entry: InboxEntry(subdirectory: nil, name: FileName(name)), directory: directory, handle: handle,
            facts: seen, content: .bytes(bytes), isStill: false)
        return ArchiveOrder(file: file, refusal: refusal, alertsTaken: 2, alertsRefused: 1)
    }

    private func archive(_ bench: Bench, probe: @escaping ArchiveProbe = { (_) throws(SystemFailure) in }) -> Archive {
        Archive(accepted: bench.accepted, rejected: bench.rejected, probe: probe)
    }

    @Test func `the same name again keeps all of them, and their endings`() async throws {
        try await Bench.with { bench in
            for text in ["{\"a\":1}", "{\"a\":2}", "{\"a\":2}", "{\"a\":2}"] {
                try Files.drop(text, bench.inbox, "a.json")
                let (results, unsynced) = archive(bench).file([try order(bench, "a.json")], at: now)
                guard case .moved = results[0] else { throw SystemFailure(.rename, EIO) }
                #expect(unsynced == nil)
            }
            let hash = ContentHash.hex(Array("{\"a\":2}".utf8)).prefix(8)
            #expect(
                try Files.names(bench.accepted + "/" + day) == [
                    "a-\(hash)-2.json", "a-\(hash)-3.json", "a-\(hash).json", "a.json",
                ])
            #expect(try Files.read("\(bench.accepted)/\(day)/a.json") == "{\"a\":1}")
            #expect(try Files.names(bench.inbox).isEmpty)
        }
    }

    @Test func `a rejected file has its reason beside it`() async throws {
        try await Bench.with { bench in
            try Files.drop("{", bench.inbox, "b\n\u{1b}.json")
            let refusal = Refusal(.malformedJSON, "unexpected end, \"here\"", line: 1, column: 2)
            let (results, _) = archive(bench).file([try order(bench, "b\n\u{1b}.json", refusal)], at: now)
            #expect(results == [.moved(FileName("b\n\u{1b}.json"))])
            let reason = try Files.read(bench.rejected + "/b\n\u{1b}.json.reason.json")
            let object = try #require(try JSONSerialization.jsonObject(with: Data(reason.utf8)) as? [String: Any])
            #expect(object["file"] as? String == "b\n\u{1b}.json")
            #expect(object["reason"] as? String == "malformed_json")
            #expect(object["message"] as? String == "unexpected end, \"here\"")
            #expect(object["line"] as? Int == 1)
            #expect(object["column"] as? Int == 2)
            #expect(object["alerts_taken"] as? Int == 2)
            #expect(object["alerts_refused"] as? Int == 1)
            #expect(object["at"] as? String == now.wall.description)
        }
    }

    @Test func `names of 255 bytes are kept as far as they fit`() async throws {
        try await Bench.with { bench in
            let name = String(repeating: "é", count: 125) + ".json"
            try Files.write("{", to: "\(bench.inbox)/\(name)")
            let (results, _) = archive(bench).file([try order(bench, name, Refusal(.malformedJSON, ""))], at: now)
            guard case .moved(let moved) = results[0] else { throw SystemFailure(.rename, EIO) }
            #expect(moved.count <= 243)
            #expect(try Files.names(bench.rejected) == [moved.description, moved.description + ".reason.json"])
        }
    }

    @Test func `a reason that a crash left alone is replaced, another file's never`() async throws {
        try await Bench.with { bench in
            try InboxDirectories.create(bench.rejected)
            try Files.write("old", to: bench.rejected + "/a.json.reason.json")
            for text in ["{1", "{2"] {
                try Files.drop(text, bench.inbox, "a.json")
                _ = archive(bench).file([try order(bench, "a.json", Refusal(.malformedJSON, text))], at: now)
            }
            let names = try Files.names(bench.rejected)
            #expect(names.count == 4)
            #expect(try Files.read(bench.rejected + "/a.json.reason.json").contains("{1"))
            let hash = ContentHash.hex(Array("{2".utf8)).prefix(8)
            #expect(try Files.read("\(bench.rejected)/a-\(hash).json.reason.json").contains("{2"))
        }
    }

    @Test func `a rejected file whose name is that of another's reason is never replaced by it`() async throws {
        try await Bench.with { bench in
            for (name, text) in [("a.json.reason.json", "{first"), ("a.json", "{second")] {
                try Files.drop(text, bench.inbox, name)
                _ = archive(bench).file([try order(bench, name, Refusal(.malformedJSON, text))], at: now)
            }
            #expect(try Files.read(bench.rejected + "/a.json.reason.json") == "{first")
            let other = "a-\(ContentHash.hex(Array("{second".utf8)).prefix(8)).json"
            #expect(
                try Files.names(bench.rejected) == [
                    other, other + ".reason.json", "a.json.reason.json", "a.json.reason.json.reason.json",
                ])
        }
    }

    @Test func `a write that hides behind the old time and size is seen by the change time`() async throws {
        try await Bench.with { bench in
            try Files.drop("old", bench.inbox, "a.json")
            let long = now.wall - .seconds(3600)
            try Files.setModified(bench.inbox + "/a.json", long)
            let order = try order(bench, "a.json")
            try Files.write("NEW", to: bench.inbox + "/a.json")
            try Files.setModified(bench.inbox + "/a.json", long)
            // So long after the write that times alone decide.
            let later = Moment(wall: now.wall + .seconds(60), steady: now.steady + .seconds(60))
            #expect(try !order.file.isUnchanged(now: later))
            #expect(archive(bench).file([order], at: later).results == [.changed])
            #expect(try Files.read(bench.inbox + "/a.json") == "NEW")
        }
    }

    @Test func `permissions that change take nothing back`() async throws {
        try await Bench.with { bench in
            try Files.drop("old", bench.inbox, "a.json")
            let order = try order(bench, "a.json")
            _ = try checked(.changeMode) { chmod(bench.inbox + "/a.json", 0o600) }
            let later = Moment(wall: now.wall + .seconds(60), steady: now.steady + .seconds(60))
            #expect(archive(bench).file([order], at: later).results == [.moved(FileName("a.json"))])
        }
    }

    @Test(arguments: [ArchiveStep.move, .verifyMoved], [nil, Refusal(.malformedJSON, "")])
    func `a file renamed over between look and move is never put away unread`(
        _ step: ArchiveStep, _ refusal: Refusal?
    ) async throws {
        try await Bench.with { bench in
            try Files.drop("old", bench.inbox, "a.json")
            let order = try order(bench, "a.json", refusal)
            let inbox = bench.inbox
            let archive = archive(bench) { (now) throws(SystemFailure) in
                guard now == step else { return }
                do { try Files.drop("new", inbox, "a.json") } catch { throw SystemFailure(.rename, EIO) }
            }
            let (results, _) = archive.file([order], at: now)
            #expect(try Files.read(inbox + "/a.json") == "new")
            if step == .move {
                #expect(results == [.changed])
                #expect(try Files.names(bench.rejected).isEmpty)
            } else {
                guard case .moved = results[0] else { throw SystemFailure(.rename, EIO) }
            }
        }
    }

    @Test func `a file written to while it was moved comes back, beside a new one of its name`() async throws {
        try await Bench.with { bench in
            try Files.drop("old", bench.inbox, "a.json")
            let order = try order(bench, "a.json")
            let writer = Descriptor(owning: try checked(.open) { open(bench.inbox + "/a.json", O_WRONLY) })
            let inbox = bench.inbox
            let archive = archive(bench) { (step) throws(SystemFailure) in
                guard step == .sync else { return }
                try writer.write(Array("NEW".utf8))
                do { try Files.drop("third", inbox, "a.json") } catch { throw SystemFailure(.rename, EIO) }
            }
            #expect(archive.file([order], at: now).results == [.changed])
            let hash = ContentHash.hex(Array("old".utf8)).prefix(8)
            #expect(try Files.read(inbox + "/a.json") == "third")
            #expect(try Files.read("\(inbox)/a-\(hash).json") == "NEW")
            #expect(try Files.names("\(bench.accepted)/\(day)").isEmpty)
        }
    }

    @Test func `a file that somebody took away is no failure`() async throws {
        try await Bench.with { bench in
            try Files.drop("{}", bench.inbox, "a.json")
            let order = try order(bench, "a.json")
            _ = try checked(.unlink) { unlink(bench.inbox + "/a.json") }
            #expect(archive(bench).file([order], at: now).results == [.gone])
        }
    }
}
