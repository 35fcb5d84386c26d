import LazaretCore
import Testing

struct TrafficTests {
    private func at(_ seconds: Int64) -> Steady { Steady(milliseconds: seconds * 1000) }

    private func traffic(inFlight: Int = 8) -> Traffic {
        Traffic(throttle: ThrottlePolicy(maximumInFlight: inFlight), retry: RetryPolicy())
    }

    private func granted(_ traffic: inout Traffic, _ lane: LazaretCore.Operation = .submit, at now: Steady) throws
        -> Traffic.Reservation
    {
        guard case .granted(let reservation) = traffic.reserve(lane, deadline: now + .seconds(70), at: now) else {
            throw NotGranted()
        }
        return reservation
    }

    private struct NotGranted: Error {}

    @Test("no more in flight than allowed")
    func inFlight() throws {
        var traffic = traffic(inFlight: 2)
        _ = try granted(&traffic, at: at(0))
        let second = try granted(&traffic, at: at(0))
        #expect(traffic.reserve(.submit, deadline: at(70), at: at(0)) == .afterAnother)
        traffic.giveBack(second)
        _ = try granted(&traffic, at: at(0))
    }

    @Test(
        "429 pauses its lane as told, within sense",
        arguments: [(30, 30), (0, 1), (-5, 1), (86_400, 3600)] as [(Int64, Int64)])
    func throttled(told: Int64, paused: Int64) throws {
        var traffic = traffic()
        let reservation = try granted(&traffic, at: at(0))
        let event = CallEvent.throttled(RetryAfter(delay: .seconds(told)))
        let pause = traffic.end(reservation, event: event, at: at(1), chance: 0.5)
        #expect(pause?.length == .seconds(paused))
        #expect(traffic.reserve(.submit, deadline: at(99), at: at(1)) == .at(at(1 + paused)))
        _ = try granted(&traffic, .list, at: at(1))
    }

    @Test("short windows of ours do not shorten what the service told")
    func throttledUnderShortWindows() throws {
        var traffic = Traffic(
            throttle: ThrottlePolicy(windows: [.init(limit: 5, per: .seconds(1))], maximumInFlight: 8),
            retry: RetryPolicy(maximumDelay: .milliseconds(500)))
        let reservation = try granted(&traffic, at: at(0))
        let pause = traffic.end(
            reservation, event: .throttled(RetryAfter(delay: .seconds(60))), at: at(0), chance: 0.5)
        #expect(pause?.length == .seconds(60))
        #expect(traffic.reserve(.submit, deadline: at(99), at: at(1)) == .at(at(60)))
    }

    @Test("429 without a header doubles from one second")
    func throttledWithoutHeader() throws {
        var traffic = traffic()
        var now = at(0)
        var lengths: [Duration] = []
        for _ in 0..<11 {
            let reservation = try granted(&traffic, at: now)
            let pause = traffic.end(reservation, event: .throttled(nil), at: now, chance: 0.5)
            lengths.append(pause?.length ?? .zero)
            now = now + lengths[lengths.count - 1]
        }
        #expect(lengths.prefix(4) == [.seconds(1), .seconds(2), .seconds(4), .seconds(8)])
        #expect(lengths.last == .seconds(300))
    }

    @Test("a lane fault pauses the lane, then one probe at a time, until one is answered")
    func laneFault() throws {
        var traffic = traffic()
        let first = try granted(&traffic, at: at(0))
        let fault = CallEvent.fault(LaneFault(.forbidden, "missing role"))
        #expect(traffic.end(first, event: fault, at: at(0), chance: 0)?.length == .seconds(300))
        #expect(traffic.reserve(.submit, deadline: at(99), at: at(299)) == .at(at(300)))
        let probe = try granted(&traffic, at: at(300))
        #expect(traffic.reserve(.submit, deadline: at(400), at: at(300)) == .afterAnother)
        #expect(traffic.end(probe, event: .answered, at: at(301), chance: 0)?.length == .zero)
        _ = try granted(&traffic, at: at(301))
        _ = try granted(&traffic, at: at(301))
    }

    @Test("a fault does not shorten the pause that a 429 told")
    func faultWhilePaused() throws {
        var traffic = traffic()
        let (first, second) = (try granted(&traffic, at: at(0)), try granted(&traffic, at: at(0)))
        let told = CallEvent.throttled(RetryAfter(delay: .seconds(900)))
        #expect(traffic.end(first, event: told, at: at(1), chance: 0)?.length == .seconds(900))
        let fault = CallEvent.fault(LaneFault(.forbidden, "missing role"))
        #expect(traffic.end(second, event: fault, at: at(2), chance: 0)?.length == .seconds(899))
        #expect(traffic.reserve(.submit, deadline: at(999), at: at(303)) == .at(at(901)))
    }

    @Test("a dead hour costs under 130 calls, and the full rate is back within a minute")
    func deadHour() throws {
        var traffic = traffic()
        var random = SplitMix(seed: 7)
        var now = at(0)
        var calls = 0
        while now < at(3600) {
            switch traffic.reserve(calls.isMultiple(of: 2) ? .submit : .list, deadline: now + .seconds(70), at: now) {
            case .granted(let reservation):
                calls += 1
                let chance = Double.random(in: 0..<1, using: &random)
                _ = traffic.end(reservation, event: .unreachable("refused"), at: now, chance: chance)
            case .at(let next): now = next
            case .afterAnother: Issue.record("nothing is in flight")
            }
        }
        #expect(calls < 130, "\(calls)")
        #expect(now - at(3600) <= .seconds(45))
        let probe = try granted(&traffic, at: now)
        _ = traffic.end(probe, event: .answered, at: now, chance: 0)
        for _ in 0..<8 { _ = try granted(&traffic, at: now) }
    }

    @Test("one lost answer stops nobody")
    func oneLostAnswer() throws {
        var traffic = traffic()
        let first = try granted(&traffic, at: at(0))
        _ = traffic.end(first, event: .unreachable("reset"), at: at(0), chance: 0)
        _ = try granted(&traffic, at: at(0))
        _ = try granted(&traffic, at: at(0))
    }

    @Test("slots and pauses of before a restart count")
    func restores() {
        var traffic = traffic()
        traffic.restore(lane: .submit, slots: [], pausedUntil: at(50), fault: nil)
        traffic.restore(lane: .list, slots: Array(repeating: at(0), count: 100), pausedUntil: nil, fault: nil)
        #expect(traffic.reserve(.submit, deadline: at(99), at: at(1)) == .at(at(50)))
        #expect(traffic.reserve(.list, deadline: at(99), at: at(1)) == .at(at(60)))
    }
}
