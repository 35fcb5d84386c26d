import Glibc
import LazaretTestKit
import Testing

@testable import Inbox

@Suite(.timeLimit(.minutes(2))) struct DirectoryWatcherTests {
    /// Gathers hints until `isEnough`.
    private func collect(
        _ watcher: DirectoryWatcher, until isEnough: (WatchHints) -> Bool
    ) async -> WatchHints {
        var all = WatchHints()
        for await hints in watcher.hints {
            all.merge(hints, limit: 100_000)
            if isEnough(all) { break }
        }
        return all
    }

    private func change(_ hints: WatchHints, _ name: String) -> WatchHints.Change? {
        hints.places.first { $0.name == FileName(name) }.flatMap { hints.changes[$0] }
    }

    @Test func `closing, renaming in, writing and making are told apart`() async throws {
        try await withTemporaryDirectory { path in
            let watcher = try DirectoryWatcher(accept: IntakeService.watches)
            _ = try watcher.watch(path: path)
            try Files.write("{", to: path + "/closed.json")
            try Files.drop("{}", path, "renamed.json")
            let open = Descriptor(owning: try checked(.open) { creat(path + "/open.json", 0o644) })
            try open.write([1])
            try Files.makeDirectory(path + "/tenant")
            try Files.write("", to: path + "/last.json")
            let hints = await collect(watcher) { change($0, "last.json") == .complete }
            #expect(change(hints, "closed.json") == .complete)
            #expect(change(hints, "renamed.json") == .complete)
            #expect(change(hints, "open.json") == .written)
            #expect(change(hints, "tenant") == .directory)
            #expect(hints.places.allSatisfy { !$0.name.description.hasSuffix(".tmp") })
            try open.write([2])
        }
    }

    @Test func `the end of the directory itself is told`() async throws {
        try await withTemporaryDirectory { path in
            let watcher = try DirectoryWatcher()
            try Files.makeDirectory(path + "/a")
            try Files.makeDirectory(path + "/b")
            let removed = try watcher.watch(path: path + "/a")
            let moved = try watcher.watch(path: path + "/b")
            _ = try checked(.unlink) { rmdir(path + "/a") }
            try Files.rename(path + "/b", path + "/c")
            let hints = await collect(watcher) { $0.lost.count == 2 }
            #expect(hints.lost == [removed, moved])
        }
    }

    @Test func `removals are told where they are asked for`() async throws {
        try await withTemporaryDirectory { path in
            let watcher = try DirectoryWatcher(accept: { Array($0) == Array("paused".utf8) })
            _ = try watcher.watch(path: path, for: .names)
            try Files.write("", to: path + "/other")
            try Files.write("", to: path + "/paused")
            _ = await collect(watcher) { change($0, "paused") == .complete }
            _ = try checked(.unlink) { unlink(path + "/paused") }
            let hints = await collect(watcher) { change($0, "paused") == .gone }
            #expect(hints.places.count == 1)
        }
    }

    @Test func `single writes are not told where names alone are asked for`() async throws {
        try await withTemporaryDirectory { path in
            let watcher = try DirectoryWatcher()
            try Files.write("", to: path + "/actions.db-wal")
            let writer = try checked(.open) { open(path + "/actions.db-wal", O_WRONLY | O_CLOEXEC) }
            defer { close(writer) }
            _ = try watcher.watch(path: path, for: .names)
            #expect(write(writer, "page", 4) == 4)
            try Files.write("", to: path + "/wakeup")
            let hints = await collect(watcher) { change($0, "wakeup") == .complete }
            #expect(hints.places.count == 1)
        }
    }

    @Test func `a full memory says so and keeps what fits`() async throws {
        try await withTemporaryDirectory { path in
            let watcher = try DirectoryWatcher(limit: 10)
            _ = try watcher.watch(path: path)
            for number in 0..<500 { try Files.write("", to: "\(path)/\(number).json") }
            let hints = await collect(watcher) { $0.overflows > 0 }
            #expect(hints.overflows > 0)
        }
    }

    @Test func `cancelling ends the sequence, and a watcher can be let go of`() async throws {
        try await withTemporaryDirectory { path in
            let watcher = try DirectoryWatcher()
            _ = try watcher.watch(path: path)
            let listener = Task { for await _ in watcher.hints {} }
            listener.cancel()
            await listener.value
        }
    }

    @Test func `what cannot be watched is an error`() throws {
        let watcher = try DirectoryWatcher()
        #expect(throws: SystemFailure.self) { try watcher.watch(path: "/nowhere/at/all") }
        #expect(throws: SystemFailure.self) { try watcher.watch(path: "/dev/null") }
    }
}
