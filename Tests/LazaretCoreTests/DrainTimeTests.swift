import LazaretCore
import Testing

/// How long a backlog takes: each tenant has a quota of its own, so the longest backlog decides.
struct DrainTimeTests {
    private static let defender = ThrottlePolicy(
        windows: [.init(limit: 100, per: .seconds(60)), .init(limit: 1500, per: .seconds(3600))])

    @Test(
        "the slowest window decides, and the tenant with the longest backlog",
        arguments: [
            ([:], 0), (["a": 100], 0), (["a": 101], 60), (["a": 1500], 14 * 60), (["a": 1501], 3600),
            (["a": 101, "b": 90, "c": 100], 60), (["a": 10_000], 6 * 3600),
        ] as [([String: Int], Int64)])
    func drainTime(backlogs: [String: Int], seconds: Int64) {
        #expect(Self.defender.drainTime(of: backlogs) == .seconds(seconds))
    }

    @Test("a pause comes before the backlog that waits for it, and delays no other")
    func paused() {
        let pauses: [String: Duration] = ["a": .seconds(30), "b": .seconds(500), "c": .seconds(-5)]
        #expect(Self.defender.drainTime(of: ["a": 101], after: pauses) == .seconds(90))
        #expect(Self.defender.drainTime(of: ["a": 1, "c": 101], after: pauses) == .seconds(60))
        #expect(Self.defender.drainTime(of: [:], after: pauses) == .zero)
    }

    @Test("without a window there is nothing to tell by")
    func noWindow() {
        #expect(ThrottlePolicy(windows: []).drainTime(of: ["a": 5]) == nil)
    }
}
