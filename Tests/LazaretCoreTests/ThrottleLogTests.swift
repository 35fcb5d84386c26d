import LazaretCore
import Testing

struct ThrottleLogTests {
    private func at(_ milliseconds: Int64) -> Steady { Steady(milliseconds: milliseconds) }

    private let policy = ThrottlePolicy(
        windows: [.init(limit: 3, per: .seconds(10)), .init(limit: 5, per: .seconds(60))])

    @Test("lets the limit through at once, and the next when the first reply has left the window")
    func limits() {
        var log = ThrottleLog(policy: policy)
        for index in 0..<3 {
            #expect(log.earliest(at: at(0)) == at(0))
            log.take(deadline: at(60_000 + Int64(index)))
            log.complete(deadline: at(60_000 + Int64(index)), at: at(100 * Int64(index + 1)))
        }
        #expect(log.earliest(at: at(400)) == at(10_100))
    }

    @Test("a call without a reply holds its slot until its deadline and the window")
    func holdsUntilDeadline() {
        var log = ThrottleLog(policy: policy)
        for _ in 0..<3 { log.take(deadline: at(5000)) }
        #expect(log.earliest(at: at(0)) == at(15_000))
    }

    @Test("the long window binds when the short one is free")
    func longWindow() {
        var log = ThrottleLog(policy: policy)
        for second in [0, 1, 2, 20, 21] as [Int64] {
            log.take(deadline: at(900_000))
            log.complete(deadline: at(900_000), at: at(second * 1000))
        }
        #expect(log.earliest(at: at(40_000)) == at(60_000))
    }

    @Test("a slot that nothing used is free again")
    func release() {
        var log = ThrottleLog(policy: policy)
        for _ in 0..<3 { log.take(deadline: at(5000)) }
        log.release(deadline: at(5000))
        #expect(log.earliest(at: at(0)) == at(0))
    }

    @Test("a share of the quota is rounded down, never to nothing", arguments: [(0.5, 50), (0.001, 1), (1.0, 100)])
    func share(_ share: Double, limit: Int) {
        let policy = ThrottlePolicy(windows: [.init(limit: 100, per: .seconds(60))], share: share)
        #expect(policy.limit(of: policy.windows[0]) == limit)
    }

    @Test("usage counts what each window holds")
    func usage() {
        var log = ThrottleLog(policy: policy)
        log.restore([at(0), at(50_000), at(55_000)])
        let usage = log.usage(at: at(56_000))
        #expect(usage.map(\.used) == [2, 3])
    }

    @Test("no phase of the service's windows ever sees more than its limit", arguments: 0..<50)
    func neverOvershoots(seed: UInt64) {
        var random = SplitMix(seed: seed)
        var log = ThrottleLog(policy: policy)
        var arrivals: [Int64] = []
        var flights: [(deadline: Int64, reply: Int64)] = []
        var now: Int64 = 0
        while now < 600_000 {
            for flight in flights where flight.reply <= now {
                log.complete(deadline: at(flight.deadline), at: at(flight.reply))
            }
            flights.removeAll { $0.reply <= now }
            if log.earliest(at: at(now)) <= at(now) {
                let deadline = now + 4000
                log.take(deadline: at(deadline))
                // It arrives some time before its reply; one in ten replies is lost.
                let took = Int64.random(in: 2...3900, using: &random)
                arrivals.append(now + Int64.random(in: 1..<took, using: &random))
                if Int.random(in: 0..<10, using: &random) > 0 { flights.append((deadline, now + took)) }
            }
            now += Int64.random(in: 1...400, using: &random)
        }
        arrivals.sort()
        #expect(arrivals.count > 30)
        for (limit, per) in [(3, 10_000), (5, 60_000)] as [(Int, Int64)] {
            for index in arrivals.indices.dropFirst(limit) {
                #expect(arrivals[index] - arrivals[index - limit] > per)
            }
        }
    }
}

/// A seeded generator, the same on every machine.
struct SplitMix: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) {
        state = seed &* 0x9E37_79B9_7F4A_7C15 &+ 1
    }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var value = state
        value = (value ^ (value >> 30)) &* 0xBF58_476D_1CE4_E5B9
        value = (value ^ (value >> 27)) &* 0x94D0_49BB_1331_11EB
        return value ^ (value >> 31)
    }
}
