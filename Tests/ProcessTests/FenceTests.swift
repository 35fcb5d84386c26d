import DefenderSimulator
import Foundation
import Glibc
import LazaretCore
import Testing

/// A daemon that was stopped and replaced.
struct FenceTests {
    @Test("a daemon that was stopped, replaced and wakes sends nothing, although the other is gone by then")
    func wakesReplaced() async throws {
        try await Station.with { station in
            let first = try station.start()
            try await station.untilReady(first)
            // Where it stood still within a transaction of its own, no other could write: the lock is the test's when it stops.
            let writer = try OtherWriter(station)
            try writer.begin()
            try await station.untilStopped(first)
            try writer.end()
            // The lock is the file's: with the file gone (a state directory restored from a backup, a network file system that
            // forgot), the kernel does not keep the second daemon out. The fence in the action log must.
            try FileManager.default.removeItem(atPath: station.state + "/lock")
            let second = try station.start(log: "second.log")
            try await station.untilReady(second)
            try station.drop("a.json", SampleAlert.flat(1))
            try await station.until("success") { try station.states() == ["succeeded"] }
            second.signal(SIGTERM)
            let end = await second.wait()
            #expect(end == 0)

            let before = await station.simulator.effects().count(.submit)
            try station.drop("b.json", SampleAlert.flat(2))
            first.signal(SIGCONT)
            // Whichever of its parts is first to write finds the fence: intake, or a tenant's delivery.
            #expect(await first.wait() == 75)
            #expect(first.log.contains("another daemon has taken over"))
            let after = await station.simulator.effects().count(.submit)
            #expect(before == 1)
            #expect(after == 1)

            let third = try station.start(log: "third.log")
            try await station.untilReady(third)
            try await station.until("both") { try station.states() == ["succeeded", "succeeded"] }
            let report = await station.simulator.effects()
            #expect(report.repeated.isEmpty)
            #expect(report.count(.submit) == 2)
        }
    }
}
