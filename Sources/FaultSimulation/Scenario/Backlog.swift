import DefenderSimulator
import Delivery
import LazaretCore

/// A backlog that arrives at once, worked off with the quota as documented: how long that takes in virtual time, the same on
/// every machine.
public struct Backlog: Sendable {
    public var tenants: Int
    /// Orders of each tenant, each about a machine of its own.
    public var orders: Int

    public init(tenants: Int = 1, orders: Int) {
        self.tenants = tenants
        self.orders = orders
    }

    /// When the last one could leave, had every window of 100 a minute and 1,500 an hour been free and were no call on its way
    /// for any time: nothing can be faster.
    public var optimum: Duration {
        let last = max(orders - 1, 0)
        let (hours, rest) = (last / 1500, last % 1500)
        return .seconds(hours * 3600 + rest / 100 * 60)
    }

    /// From its arrival to the last quarantine. On the caller's thread, which it blocks. Throws what was against the rules.
    public func workOff() throws -> Duration {
        var settings = DeliverySettings(
            rules: PolicyRules(
                mode: .enforce, machinesPerFile: nil, actionsPerMachine: nil, actions: nil, canary: 0),
            throttle: ThrottlePolicy(), retry: RetryPolicy(), tracking: TrackingPolicy(), callLimit: .seconds(125))
        settings.tracking.initialInterval = .seconds(300)
        settings.rules.maximumOrdersPerFile = 100_000
        let world = try World(seed: 1, tenants: tenants, settings: settings)
        try world.startProcess()
        for tenant in world.tenants { world.deliver(try .orders(orders, for: tenant)) }
        let (count, step) = (tenants * orders, max(Duration.seconds(1), optimum / 1000))
        while world.violations.isEmpty, world.report().quarantines.count < count, world.now < 100_000_000 {
            world.run(for: step)
        }
        world.end()
        if let violation = world.violations.first { throw violation }
        let report = world.report()
        guard report.overLimit.isEmpty else { throw Violation("a window was over its limit: \(report.overLimit)") }
        guard report.quarantines.count == count else { throw Violation("\(report.quarantines.count) quarantines") }
        return .milliseconds(world.now)
    }
}
