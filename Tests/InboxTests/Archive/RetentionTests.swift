import LazaretCore
import LazaretTestKit
import Testing

@testable import Inbox

@Suite struct RetentionTests {
    /// A sweep as it would be `later` from now.
    private func sweep(_ bench: Bench, retention: Duration, later: Duration) throws -> Int {
        let settings = RetentionSettings(
            accepted: bench.accepted, rejected: bench.rejected, outbox: nil, retention: retention)
        let sweep = RetentionSweep(settings, now: RealTime().now().wall + later)
        try sweep.begin()
        var removed = 0
        while let count = try sweep.step(10) { removed += count }
        return removed
    }

    @Test(arguments: [Int64(0), 4_000_000_000_000])
    func `a file is as old as its place there, whatever date its producer gave it`(_ date: Int64) async throws {
        try await Bench.with { bench in
            try InboxDirectories.create(bench.rejected)
            try Files.write("{", to: bench.rejected + "/a.json")
            try Files.setModified(bench.rejected + "/a.json", Instant(milliseconds: date))
            #expect(try sweep(bench, retention: .seconds(3600), later: .seconds(1800)) == 0)
            #expect(try sweep(bench, retention: .seconds(3600), later: .seconds(7200)) == 1)
            #expect(try Files.names(bench.rejected).isEmpty)
        }
    }
}
