import LazaretCore
import Testing

/// What the ends of calls do to lanes, where several calls are in flight.
struct TrafficEventTests {
    private static let unauthorized = CallEvent.fault(LaneFault(.unauthorized, "expired"))

    private func at(_ seconds: Int64) -> Steady { Steady(milliseconds: seconds * 1000) }

    private var traffic = Traffic(throttle: ThrottlePolicy(), retry: RetryPolicy())

    private mutating func granted(
        _ lane: LazaretCore.Operation = .submit, at now: Steady
    ) throws -> Traffic.Reservation {
        guard case .granted(let reservation) = traffic.reserve(lane, deadline: now + .seconds(70), at: now) else {
            throw NotGranted()
        }
        return reservation
    }

    private struct NotGranted: Error {}

    @Test("429s that came together make one step of the doubling")
    mutating func throttledTogether() throws {
        let calls = try (0..<8).map { _ in try granted(at: at(0)) }
        let lengths = calls.map { traffic.end($0, event: .throttled(nil), at: at(0), chance: 0)?.length }
        #expect(lengths == [.seconds(1)] + Array(repeating: nil, count: 7))
        let next = try granted(at: at(1))
        #expect(traffic.end(next, event: .throttled(nil), at: at(1), chance: 0)?.length == .seconds(2))
    }

    @Test("of several Retry-After the farthest holds")
    mutating func farthestRetryAfter() throws {
        let calls = try (0..<3).map { _ in try granted(at: at(0)) }
        let told: [Int64] = [20, 50, 30]
        let lengths = zip(calls, told).map { call, seconds in
            traffic.end(call, event: .throttled(RetryAfter(delay: .seconds(seconds))), at: at(0), chance: 0)?.length
        }
        #expect(lengths == [.seconds(20), .seconds(50), nil])
        #expect(traffic.reserve(.submit, deadline: at(99), at: at(1)) == .at(at(50)))
    }

    @Test("an answer to a call from before the pause does not lift it")
    mutating func answeredMeanwhile() throws {
        let (first, second) = (try granted(at: at(0)), try granted(at: at(0)))
        #expect(traffic.end(first, event: .throttled(RetryAfter(delay: .seconds(60))), at: at(1), chance: 0) != nil)
        #expect(traffic.end(second, event: .answered, at: at(2), chance: 0) == nil)
        #expect(traffic.reserve(.submit, deadline: at(99), at: at(2)) == .at(at(61)))
    }

    @Test("the answer after a restored pause lifts what is stored")
    mutating func liftsRestored() throws {
        traffic.restore(lane: .submit, slots: [], pausedUntil: at(5), fault: nil)
        let call = try granted(at: at(5))
        #expect(traffic.end(call, event: .answered, at: at(6), chance: 0)?.length == .zero)
    }

    @Test("a first 401 pauses nothing: the next call, alone, brings a fresh token; its 401 is the lane's fault")
    mutating func unauthorizedTwice() throws {
        let old = try (0..<3).map { _ in try granted(at: at(0)) }
        #expect(traffic.end(old[0], event: Self.unauthorized, at: at(1), chance: 0) == nil)
        #expect(traffic.end(old[1], event: Self.unauthorized, at: at(1), chance: 0) == nil)
        #expect(traffic.reserve(.submit, deadline: at(99), at: at(1)) == .afterAnother)
        #expect(traffic.end(old[2], event: Self.unauthorized, at: at(1), chance: 0) == nil)
        let fresh = try granted(at: at(1))
        #expect(traffic.reserve(.submit, deadline: at(99), at: at(1)) == .afterAnother)
        let pause = traffic.end(fresh, event: Self.unauthorized, at: at(2), chance: 0)
        #expect(pause?.reason == "unauthorized" && pause?.length == .seconds(300))
        let probe = try granted(at: at(302))
        #expect(traffic.end(probe, event: Self.unauthorized, at: at(302), chance: 0)?.length == .seconds(300))
        let last = try granted(at: at(602))
        #expect(traffic.end(last, event: .answered, at: at(603), chance: 0)?.length == .zero)
    }

    @Test("a first 401 and then an answer leaves no trace")
    mutating func unauthorizedOnce() throws {
        let old = try granted(at: at(0))
        #expect(traffic.end(old, event: Self.unauthorized, at: at(1), chance: 0) == nil)
        let fresh = try granted(at: at(1))
        #expect(traffic.end(fresh, event: .answered, at: at(2), chance: 0) == nil)
        _ = try granted(at: at(2))
        _ = try granted(at: at(2))
    }

    @Test("a probe that hung until its time-out does not put off the next by as much again")
    mutating func hangingProbes() throws {
        var now = at(0)
        var starts: [Steady] = []
        while now < at(3600) {
            switch traffic.reserve(.submit, deadline: now + .seconds(125), at: now) {
            case .granted(let call):
                starts.append(now)
                now = now + .seconds(60)
                _ = traffic.end(call, event: .unreachable("timeout"), at: now, chance: 0.5)
            case .at(let next): now = next
            case .afterAnother: throw NotGranted()
            }
        }
        let gaps = zip(starts.dropFirst(), starts).map { $0.0 - $0.1 }
        #expect(gaps.max() ?? .zero <= .seconds(62))
        #expect(starts.count < 130)
    }

    @Test("a lane that a refused sign-in has paused is probed when the credential changes, also after a restart")
    mutating func credentialChanges() throws {
        let refused = CallEvent.fault(LaneFault(.tokenRefused, "wrong secret"))
        let call = try granted(at: at(0))
        #expect(traffic.end(call, event: refused, usedQuota: false, at: at(0), chance: 0)?.length == .seconds(300))
        traffic.restore(lane: .list, slots: [], pausedUntil: at(300), fault: .credential)
        traffic.restore(lane: .cancel, slots: [], pausedUntil: at(300), fault: .forbidden)
        traffic.restore(lane: .file, slots: [], pausedUntil: at(300), fault: nil)
        #expect(traffic.awaitsSignIn)
        traffic.signInChanged()
        #expect(!traffic.awaitsSignIn)
        let probe = try granted(at: at(5))
        #expect(traffic.reserve(.submit, deadline: at(99), at: at(5)) == .afterAnother)
        _ = try granted(.list, at: at(5))
        for lane in [Operation.cancel, .file] {
            #expect(traffic.reserve(lane, deadline: at(99), at: at(5)) == .at(at(300)))
        }
        // The stored pause goes with the answer.
        #expect(traffic.end(probe, event: .answered, at: at(6), chance: 0)?.length == .zero)
    }

    @Test("a changed credential does not shorten what a 429 has told, before a refused sign-in or after it")
    mutating func credentialAndThrottle() throws {
        let refused = CallEvent.fault(LaneFault(.credential, "no file"))
        let throttled = CallEvent.throttled(RetryAfter(delay: .seconds(60)))
        let (first, second) = (try granted(at: at(0)), try granted(at: at(0)))
        #expect(traffic.end(first, event: throttled, at: at(0), chance: 0)?.length == .seconds(60))
        #expect(traffic.end(second, event: refused, usedQuota: false, at: at(1), chance: 0) == nil)
        traffic.signInChanged()
        #expect(traffic.reserve(.submit, deadline: at(99), at: at(2)) == .at(at(60)))
        let (third, fourth) = (try granted(.list, at: at(0)), try granted(.list, at: at(0)))
        #expect(traffic.end(third, event: refused, usedQuota: false, at: at(0), chance: 0)?.length == .seconds(300))
        let longer = traffic.end(fourth, event: throttled, at: at(1), chance: 0)
        #expect(longer?.reason == "throttled" && longer?.length == .seconds(299))
        traffic.signInChanged()
        #expect(traffic.reserve(.list, deadline: at(99), at: at(2)) == .at(at(300)))
    }

    @Test("a sign-in that gets no answer is a silent service, a refused one a fault of the lane")
    func signIn() {
        #expect(CallEvent.of(LaneFault(.tokenUnavailable, "down")) == .unreachable("down"))
        let refused = LaneFault(.tokenRefused, "wrong secret")
        #expect(CallEvent.of(refused) == .fault(refused))
    }

    @Test("of a short List quota the last tenth is for looks")
    mutating func looksFirst() throws {
        for _ in 0..<90 { _ = traffic.end(try granted(.list, at: at(0)), event: .answered, at: at(1), chance: 0) }
        #expect(traffic.reserve(.list, deadline: at(99), at: at(2)) == .at(at(61)))
        for _ in 0..<10 { _ = traffic.end(try granted(.find, at: at(2)), event: .answered, at: at(2), chance: 0) }
        #expect(traffic.reserve(.find, deadline: at(99), at: at(2)) == .at(at(61)))
    }
}
