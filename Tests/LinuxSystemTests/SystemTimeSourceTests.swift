import LazaretCore
import Testing

@testable import LinuxSystem

struct SystemTimeSourceTests {
    private let time = SystemTimeSource()

    @Test("no wait ends before its deadline, however many there are", arguments: [0, 1, 5, 40] as [Int64])
    func deadlines(_ milliseconds: Int64) async throws {
        try await withThrowingTaskGroup(of: Void.self) { group in
            for extra in 0..<100 {
                group.addTask {
                    let deadline = time.now().steady + .milliseconds(milliseconds + Int64(extra % 7))
                    try await time.sleep(until: deadline)
                    #expect(time.now().steady >= deadline)
                }
            }
            try await group.waitForAll()
        }
    }

    @Test("a cancelled wait ends at once, also one that was cancelled before it began")
    func cancelled() async throws {
        for _ in 0..<1000 {
            let wait = Task { try await time.sleep(until: time.now().steady + .seconds(3600)) }
            wait.cancel()
            await #expect(throws: CancellationError.self) { try await wait.value }
        }
    }

    @Test("a later wait does not keep an earlier one, nor an ended one the next")
    func order() async throws {
        let long = Task { try await time.sleep(until: time.now().steady + .seconds(3600)) }
        try await time.sleep(until: time.now().steady + .milliseconds(5))
        let middle = Task { try await time.sleep(until: time.now().steady + .milliseconds(500)) }
        try await time.sleep(until: time.now().steady + .milliseconds(5))
        middle.cancel()
        try await time.sleep(until: time.now().steady + .milliseconds(5))
        long.cancel()
        await #expect(throws: CancellationError.self) { try await long.value }
    }

    @Test("a boot's id is the same with dashes and without; the file wins over what the service manager says")
    func boot() {
        let id = "0f5b8c1e7d9a4a3bb5c1d2e3f4a5b6c7"
        #expect(SystemTimeSource(bootID: id, bootIDFile: "/nonexistent").boot == id)
        #expect(
            SystemTimeSource(bootID: "0f5b8c1e-7d9a-4a3b-b5c1-d2e3f4a5b6c7", bootIDFile: "/nonexistent").boot == id)
        #expect(!SystemTimeSource().boot.contains("-") || SystemTimeSource().boot.hasPrefix("unknown"))
        #expect(SystemTimeSource(bootID: id).boot != id)
        #expect(SystemTimeSource(bootIDFile: "/nonexistent").boot.hasPrefix("unknown-"))
    }
}
