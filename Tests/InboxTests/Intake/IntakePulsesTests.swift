import LazaretCore
import LazaretTestKit
import Testing

@testable import Inbox

@Suite struct IntakePulsesTests {
    private func at(_ seconds: Int64) -> Steady { Steady(milliseconds: seconds * 1000) }

    @Test func `a part is wedged when something of it is under way and nothing of it has ended`() {
        let pulses = IntakePulses()
        pulses.begin(.mapping, at: at(0))
        pulses.begin(.mapping, at: at(5))
        pulses.begin(.archiving, at: at(0))
        pulses.end(.archiving, at: at(1))
        #expect(pulses.silent(for: .seconds(10), at: at(10)).isEmpty)
        pulses.end(.mapping, at: at(10))
        #expect(pulses.silent(for: .seconds(10), at: at(20)).isEmpty)
        #expect(pulses.silent(for: .seconds(10), at: at(21)) == [.mapping])
        pulses.end(.mapping, at: at(22))
        #expect(pulses.silent(for: .seconds(10), at: at(1_000_000)).isEmpty)
    }

    @Test func `the loop is wedged when it does not look at what it was called for`() {
        let pulses = IntakePulses()
        pulses.call(at: at(0))
        pulses.call(at: at(9))
        #expect(pulses.silent(for: .seconds(10), at: at(11)) == [.deciding])
        pulses.turn()
        #expect(pulses.silent(for: .seconds(10), at: at(1_000_000)).isEmpty)
    }

    @Test func `an inbox at rest never is, a mapping that does not come back is`() async throws {
        try await Bench.with { bench in
            let (gate, opening) = AsyncStream<Void>.makeStream()
            let (arrivals, arrival) = AsyncStream<Void>.makeStream()
            var bench = bench
            bench.settings.rescan = .seconds(3600)
            bench.mapper.before = { _, _ in
                arrival.yield()
                for await _ in gate {}
            }
            let inbox = bench.inbox
            let week: Duration = .seconds(7 * 86_400)
            func wedged(_ service: IntakeService, mapping: Duration = .seconds(60)) -> [IntakePart] {
                service.wedged(for: .seconds(60), mapping: mapping, at: bench.time.now().steady + week)
            }
            try await bench.running { service in
                await bench.witness.wait { $0.contains(where: \.isScanned) }
                while !wedged(service).isEmpty { await Task.yield() }

                try Files.drop("{}", inbox, "a.json")
                service.nudge()
                for await _ in arrivals { break }
                while wedged(service) != [.mapping] { await Task.yield() }
                #expect(wedged(service, mapping: week * 2).isEmpty)

                opening.finish()
                await bench.witness.waitUntilPutAway(1)
                while !wedged(service).isEmpty { await Task.yield() }
            }
        }
    }
}
