import FaultSimulation
import Testing

/// How close to the quota's optimum a backlog is worked off, in virtual time: exact figures, the same on every machine.
/// `fault-simulation --backlog 10000`, `--tenants 200` and `--open 10000` are the long forms.
struct OptimumTests {
    @Test func `the optimum is what the windows of 100 a minute and 1,500 an hour allow`() {
        #expect(Backlog(orders: 100).optimum == .zero)
        #expect(Backlog(orders: 101).optimum == .seconds(60))
        #expect(Backlog(orders: 1500).optimum == .seconds(14 * 60))
        #expect(Backlog(orders: 1501).optimum == .seconds(3600))
        #expect(Backlog(orders: 10_000).optimum == .seconds(6 * 3600 + 9 * 60))
    }

    @Test func `a backlog is worked off within 101 % of the optimum`() async throws {
        let backlog = Backlog(orders: 1500)
        let took = try await Simulation.onThread { try backlog.workOff() }
        #expect(took >= backlog.optimum)
        #expect(took <= backlog.optimum * 101 / 100)
    }

    /// Were the quota shared, the last would leave after a quarter of an hour.
    @Test func `each tenant has the whole quota`() async throws {
        let backlog = Backlog(tenants: 12, orders: 120)
        let took = try await Simulation.onThread { try backlog.workOff() }
        #expect(took >= backlog.optimum)
        #expect(took <= backlog.optimum + .seconds(5))
    }

    @Test func `a thousand open actions cost one List call a round, until each is followed to its end`() async throws {
        let cost = try await Simulation.onThread { try OpenActions(orders: 1000, pending: .seconds(90)).follow() }
        #expect(cost.closest >= OpenActions.betweenRounds)
        #expect(cost.calls <= 16)
    }
}
