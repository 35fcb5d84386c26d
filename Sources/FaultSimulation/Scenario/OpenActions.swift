import ActionLog
import DefenderSimulator
import Delivery
import LazaretCore

/// Very many actions open at once, followed from their submission to their end in virtual time: what that costs in List calls.
public struct OpenActions: Sendable {
    public var orders: Int
    /// How long Defender takes over each.
    public var pending: Duration

    public struct Cost: Sendable {
        public var calls: Int
        /// Between two List calls that followed each other. The calls of one round come at once: where none are closer than
        /// ``betweenRounds``, no round cost two.
        public var closest: Duration
    }

    public init(orders: Int, pending: Duration = .seconds(1200)) {
        self.orders = orders
        self.pending = pending
    }

    private static let tracking = TrackingPolicy()
    /// As the service sees them: half an `initialInterval` at the least, and the way there takes longer for one than for the next.
    public static let betweenRounds = tracking.initialInterval / 2 - .seconds(1)

    /// Until the log has the end of each. On the caller's thread, which it blocks. Throws what was against the rules.
    public func follow() throws -> Cost {
        var settings = DeliverySettings(
            rules: PolicyRules(
                mode: .enforce, machinesPerFile: nil, actionsPerMachine: nil, actions: nil, canary: 0),
            throttle: ThrottlePolicy(windows: [.init(limit: 1_000_000, per: .seconds(60))], maximumInFlight: 64),
            retry: RetryPolicy(), tracking: Self.tracking, callLimit: .seconds(125))
        settings.rules.maximumOrdersPerFile = 100_000
        var defender = SimulatorOptions()
        defender.quota.windows = []
        defender.lifecycle.pending = pending
        let world = try World(seed: 1, tenants: 1, settings: settings, defender: defender)
        try world.startProcess()
        world.deliver(try .orders(orders, for: world.tenants[0]))
        while world.violations.isEmpty, try succeeded(in: world) < orders, world.now < 100_000_000 {
            world.run(for: .seconds(30))
        }
        let count = try succeeded(in: world)
        world.end()
        if let violation = world.violations.first { throw violation }
        guard count == orders else { throw Violation("\(count) succeeded") }
        let report = world.report()
        guard let closest = report.closest(.list) else { throw Violation("not two List calls") }
        return Cost(calls: report.count(.list), closest: closest)
    }

    private func succeeded(in world: World) throws -> Int {
        try world.read { try $0.summary().actions.first { $0.state == .succeeded }?.count ?? 0 }
    }
}
