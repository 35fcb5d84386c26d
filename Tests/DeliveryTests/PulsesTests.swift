import LazaretCore
import Testing

@testable import Delivery

struct PulsesTests {
    private func at(_ seconds: Int64) -> Steady { Steady(milliseconds: seconds * 1000) }

    @Test("only a loop that neither turns nor rests for longer than the limit is wedged")
    func wedged() {
        let pulses = Pulses<LazaretCore.Operation>()
        #expect(pulses.silent(for: .seconds(10), at: at(1000)).isEmpty)
        pulses.beat(.submit, at: at(0))
        pulses.beat(.list, at: at(0))
        pulses.rest(.list)
        #expect(pulses.silent(for: .seconds(10), at: at(10)).isEmpty)
        #expect(pulses.silent(for: .seconds(10), at: at(11)) == [.submit])
        pulses.beat(.submit, at: at(11))
        #expect(pulses.silent(for: .seconds(10), at: at(20)).isEmpty)
    }

    @Test("waiting for an action log that takes nothing is no wedge, and does not wake a loop that rests")
    func keeps() {
        let pulses = Pulses<LazaretCore.Operation>()
        pulses.beat(.find, at: at(0))
        pulses.keep(.find, at: at(9))
        pulses.keep(.cancel, at: at(9))
        #expect(pulses.silent(for: .seconds(10), at: at(19)).isEmpty)
        #expect(pulses.silent(for: .seconds(10), at: at(100)) == [.find])
    }
}
