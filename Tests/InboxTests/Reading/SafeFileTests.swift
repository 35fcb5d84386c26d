import Glibc
import LazaretCore
import LazaretTestKit
import Testing

@testable import Inbox

@Suite(.timeLimit(.minutes(1))) struct SafeFileTests {
    private let name = FileName("a.json")
    private let file = SafeFile(maximumSize: 1000)

    private func facts(_ directory: Directory) throws -> FileFacts {
        try #require(try directory.facts(of: name))
    }

    @Test(arguments: [0, 1, 999, 1000])
    func `a regular file is read whole`(_ size: Int) async throws {
        try await withTemporaryDirectory { path in
            let text = String(repeating: "x", count: size)
            try Files.write(text, to: path + "/a.json")
            let directory = try Directory(path: path)
            guard case .read(_, _, let bytes) = try file.read(name, in: directory, expected: facts(directory)) else {
                Issue.record("was not read")
                return
            }
            #expect(bytes == Array(text.utf8))
        }
    }

    @Test(arguments: [1001, 1 << 40])
    func `a file that is too large is refused unread, sparse terabytes too`(_ size: Int) async throws {
        try await withTemporaryDirectory { path in
            try Files.write("", to: path + "/a.json")
            _ = try checked(.write) { truncate(path + "/a.json", size) }
            let directory = try Directory(path: path)
            guard
                case .refused(_, let facts, let refusal) = try file.read(
                    name, in: directory, expected: facts(directory))
            else {
                Issue.record("was not refused")
                return
            }
            #expect(facts.size == size)
            #expect(refusal.reason == .tooLarge)
            #expect(refusal.message == "\(size) bytes, maximum 1000")
        }
    }

    @Test(arguments: Beast.available)
    func `what is no regular file is neither followed nor waited for`(_ beast: Beast) async throws {
        try await withTemporaryDirectory { path in
            try beast.put(path + "/a.json")
            let directory = try Directory(path: path)
            let outcome = try file.read(name, in: directory, expected: facts(directory))
            guard case .notRegular = outcome else {
                Issue.record("\(outcome)")
                return
            }
        }
    }

    /// The name changes between the look and the opening.
    @Test(arguments: Beast.available)
    func `nor where it takes a regular file's place`(_ beast: Beast) async throws {
        try await withTemporaryDirectory { path in
            try Files.write("{}", to: path + "/a.json")
            let directory = try Directory(path: path)
            let expected = try facts(directory)
            _ = try checked(.unlink) { unlink(path + "/a.json") }
            try beast.put(path + "/a.json")
            switch try file.read(name, in: directory, expected: expected) {
            case .notRegular, .changed: break
            case let outcome: Issue.record("\(outcome)")
            }
        }
    }

    @Test func `a file that was replaced or written to is not the expected one`() async throws {
        try await withTemporaryDirectory { path in
            try Files.write("{}", to: path + "/a.json")
            let directory = try Directory(path: path)
            let expected = try facts(directory)
            try Files.drop("{}", path, "a.json")
            guard case .changed = try file.read(name, in: directory, expected: expected) else {
                Issue.record("was taken")
                return
            }
            _ = try checked(.unlink) { unlink(path + "/a.json") }
            guard case .gone = try file.read(name, in: directory, expected: expected) else {
                Issue.record("was taken")
                return
            }
        }
    }

    /// As root only the privileged look beyond permissions; there the test has nothing to see.
    @Test(.enabled(if: geteuid() != 0, "root reads everything"))
    func `a file without permissions is unreadable, and still held`() async throws {
        try await withTemporaryDirectory { path in
            try Files.write("{}", to: path + "/a.json")
            _ = try checked(.changeMode) { chmod(path + "/a.json", 0) }
            let directory = try Directory(path: path)
            guard
                case .refused(let handle, _, let refusal) = try file.read(
                    name, in: directory, expected: facts(directory))
            else {
                Issue.record("was not refused")
                return
            }
            #expect(refusal.reason == .unreadable)
            #expect(try handle.facts().isSameFile(as: facts(directory)))
        }
    }
}
