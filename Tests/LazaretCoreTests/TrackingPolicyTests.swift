import LazaretCore
import Testing

/// When an open action is looked at next: fast at first, slow later, and those of one age together.
@Suite struct TrackingPolicyTests {
    private let policy = TrackingPolicy(initialInterval: .seconds(15), maximumInterval: .seconds(600))

    /// Ages and the present in seconds.
    @Test(arguments: [
        (age: 0, now: 1_007, next: 1_022), (age: 150, now: 1_007, next: 1_022),
        // 20 s: multiples of 15 s.
        (age: 200, now: 1_007, next: 1_020), (age: 200, now: 1_019, next: 1_035),
        // 100 s: multiples of 60 s.
        (age: 1_000, now: 1_007, next: 1_080), (age: 1_000, now: 1_019, next: 1_080),
        // The longest: multiples of it.
        (age: 6_000, now: 1_007, next: 1_200), (age: 86_400, now: 1_199, next: 1_200),
        (age: 86_400, now: 1_200, next: 1_800),
    ])
    func nextLook(_ row: (age: Int64, now: Int64, next: Int64)) {
        let next = policy.nextLook(atAge: .seconds(row.age), now: Instant(milliseconds: row.now * 1000))
        #expect(next == Instant(milliseconds: row.next * 1000))
    }

    @Test func `the next look is never now, and never later than the interval`() {
        for age in stride(from: Int64(0), to: 20_000, by: 37) {
            for now in stride(from: Int64(1_000_000), to: 1_700_000, by: 12_345) {
                let age = Duration.seconds(age)
                let next = policy.nextLook(atAge: age, now: Instant(milliseconds: now)).milliseconds
                #expect(next > now && next <= now + policy.interval(atAge: age).milliseconds)
            }
        }
    }

    @Test func `an interval that is the first and the longest at once is kept to`() {
        let even = TrackingPolicy(initialInterval: .seconds(5), maximumInterval: .seconds(5))
        #expect(even.nextLook(atAge: .seconds(900), now: Instant(milliseconds: 7)) == Instant(milliseconds: 5_007))
    }
}
