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

    @Test("a link in its place is not followed")
    func link() async throws {
        try await withTemporaryDirectory { directory in
            let file = directory + "/lock"
            #expect(symlink("/etc/passwd", file) == 0)
            #expect(throws: SystemError.self) { try StateLock.take(file: file) }
        }
    }
}
