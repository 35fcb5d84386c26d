import Glibc
import LazaretCore
import LazaretTestKit
import Testing

@testable import Inbox

/// Every step fails, for once (a fault that heals) and for ever (a crash): afterwards a new service finds what is left.
@Suite(.timeLimit(.minutes(2))) struct ArchiveFaultTests {
    static let steps = ArchiveStep.allCases.filter { $0 != .copy && $0 != .publishCopy && $0 != .retire }

    private func fill(_ bench: Bench) throws {
        for number in 0..<5 {
            try Files.drop("{\"n\":\(number)}", bench.inbox, "good\(number).json")
            try Files.drop("{\(number)", bench.inbox, "bad\(number).json")
        }
    }

    private func expectAllPutAway(_ bench: Bench) throws {
        #expect(try Files.names(bench.inbox).isEmpty)
        #expect(try bench.acceptedNames().count == 5)
        let rejected = try Files.names(bench.rejected).filter { !$0.hasPrefix(".") }
        let bad = rejected.filter { !$0.hasSuffix(".reason.json") }
        #expect(bad.count == 5)
        for name in bad { #expect(rejected.contains(name + ".reason.json")) }
        #expect(bench.log.documents == Set((0..<5).map { "{\"n\":\($0)}" }))
    }

    @Test(arguments: steps, [0, 1, 3])
    func `a crash at any step loses nothing and leaves no rejected file without its reason`(
        _ step: ArchiveStep, _ survived: Int
    ) async throws {
        try await Bench.with { bench in
            try fill(bench)
            let crash = Crash(at: step, after: survived)
            var first = bench
            first.probe = crash.probe
            let service = first.service()
            await withTaskGroup { group in
                group.addTask { await service.run(triggers: AsyncStream { $0.finish() }) }
                group.addTask { await crash.happened() }
                await group.next()
                group.cancelAll()
            }
            for name in try Files.names(bench.rejected) where !name.hasPrefix(".") && !name.hasSuffix(".reason.json") {
                #expect(Files.exists("\(bench.rejected)/\(name).reason.json"))
            }
            await bench.runOnce()
            try expectAllPutAway(bench)
        }
    }

    @Test(arguments: steps)
    func `a fault that heals is tried again, and said in between`(_ step: ArchiveStep) async throws {
        try await Bench.with { bench in
            try fill(bench)
            var bench = bench
            bench.time = ImpatientTime()
            let fault = Crash(at: step, after: 0, isOnce: true)
            bench.probe = fault.probe
            await bench.runOnce()
            #expect(fault.hasHappened)
            try expectAllPutAway(bench)
            let health = bench.witness.events.compactMap(\.health)
            // A last look that fails is taken for unchanged: the file could be read a moment before.
            #expect(health.map(\.isReady) == (step == .verifyLast ? [] : [false, true]))
        }
    }
}
