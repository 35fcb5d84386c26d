import Dispatch
import Foundation
import Glibc
import LazaretTestKit
import Testing

@testable import LinuxSystem

struct StateLockTests {
    @Test("the second is told who holds it, and gets it when the first is gone")
    func exclusive() async throws {
        try await withTemporaryDirectory { directory in
            let file = directory + "/lock"
            #expect(StateLock.holder(file: file) == nil)
            do {
                guard case .locked(let lock) = try StateLock.take(file: file) else {
                    Issue.record("not locked")
                    return
                }
                guard case .busy(let pid) = try StateLock.take(file: file) else {
                    Issue.record("locked twice")
                    return
                }
                #expect(pid == StateLock.holder(file: file))
                #expect(pid != nil)
                withExtendedLifetime(lock) {}
            }
            #expect(StateLock.holder(file: file) == nil)
            guard case .locked = try StateLock.take(file: file) else {
                Issue.record("still locked")
                return
            }
        }
    }

    @Test("whoever asks for the holder keeps nobody from the lock")
    func askingTakesNothing() async throws {
        try await withTemporaryDirectory { directory in
            let file = directory + "/lock"
            #expect(FileManager.default.createFile(atPath: file, contents: nil))
            let asking = DispatchQueue(label: "asking", attributes: .concurrent)
            let group = DispatchGroup()
            let stop = Latch()
            for _ in 0..<2 {
                asking.async(group: group) { while !stop.isSet { _ = StateLock.holder(file: file) } }
            }
            var busy = 0
            for _ in 0..<2000 {
                if case .busy = try StateLock.take(file: file) { busy += 1 }
            }
            stop.set()
            group.wait()
            #expect(busy == 0)
        }
    }

    private final class Latch: @unchecked Sendable {
        private let lock = NSLock()
        private var value = false
        var isSet: Bool { lock.withLock { value } }
        func set() { lock.withLock { value = true } }
    }

    @Test("a link in its place is not followed")
    func link() async throws {
        try await withTemporaryDirectory { directory in
            let file = directory + "/lock"
            #expect(symlink("/etc/passwd", file) == 0)
            #expect(throws: SystemError.self) { try StateLock.take(file: file) }
        }
    }
}
