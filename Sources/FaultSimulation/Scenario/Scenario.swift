import DefenderSimulator
import Delivery
import LazaretCore

/// What a seed makes of a simulation: the configuration, the service, and how rough it gets.
struct Scenario {
    var tenants: Int
    var machines: Int
    var files: Int
    var alerts: Int
    /// How long it is rough, in milliseconds.
    var length: Int64
    var settings: DeliverySettings
    var defender: SimulatorOptions
    var deathRate: Double
    var diskFaultRate: Double
    var episodes: Int
    var acts: Int
    /// A wall clock that jumps and a boot clock that begins anew can together hide how old a quota slot is (docs/delivery.md,
    /// residual risks): a seed has the one or the other.
    var mayReboot: Bool

    init(seed: UInt64) {
        var chance = Chance(seed: seed, stream: 10)
        tenants = chance.happens(0.3) ? 2 : 1
        machines = 2 + chance.below(8)
        files = 1 + chance.below(4)
        alerts = 4 + chance.below(30)
        length = chance.milliseconds(1_200_000...7_200_000)
        settings = Self.settings(&chance)
        defender = Self.defender(&chance, settings.throttle)
        deathRate = chance.happens(0.5) ? chance.pick([0.0005, 0.002, 0.01]) : 0
        diskFaultRate = chance.happens(0.2) ? 0.005 : 0
        episodes = chance.below(5)
        acts = chance.below(8)
        mayReboot = chance.happens(0.5)
    }

    private static func settings(_ chance: inout Chance) -> DeliverySettings {
        var rules = PolicyRules(
            mode: chance.happens(0.1) ? .approve : .enforce, machinesPerFile: nil, actionsPerMachine: nil,
            actions: nil, canary: chance.happens(0.3) ? 1 + chance.below(2) : 0)
        if chance.happens(0.2) { rules.actionsPerMachine = .init(count: 3, per: .seconds(3600)) }
        if chance.happens(0.2) { rules.suppressRepeats = .seconds(600) }
        rules.approvalTimeout = .seconds(7200)
        if chance.happens(0.2) { rules.lookups.scope = chance.pick([.machine, .file, .all]) }
        let windows: [[ThrottlePolicy.Window]] = [
            ThrottlePolicy().windows, [.init(limit: 5, per: .seconds(10)), .init(limit: 60, per: .seconds(300))],
            [.init(limit: 20, per: .seconds(60))],
            [
                .init(limit: 3, per: .seconds(5)), .init(limit: 12, per: .seconds(60)),
                .init(limit: 200, per: .seconds(1800)),
            ],
        ]
        return DeliverySettings(
            rules: rules,
            throttle: ThrottlePolicy(
                windows: chance.pick(windows), share: chance.pick([1, 1, 0.5]),
                maximumInFlight: chance.pick([1, 3, 8])),
            retry: RetryPolicy(
                maximumDelay: chance.pick([.seconds(60), .seconds(300)]),
                maximumAge: chance.pick([.seconds(3600), .seconds(14_400)]),
                maximumAttempts: chance.pick([4, 50])),
            tracking: TrackingPolicy(
                initialInterval: chance.pick([.seconds(15), .seconds(60)]),
                maximumInterval: chance.pick([.seconds(120), .seconds(600)]), overdueAfter: .seconds(3600)),
            callLimit: .seconds(125))
    }

    private static func defender(_ chance: inout Chance, _ throttle: ThrottlePolicy) -> SimulatorOptions {
        var options = SimulatorOptions()
        options.quota.windows = throttle.windows.map { .init(limit: $0.limit, per: $0.per) }
        options.quota.retryAfter = chance.pick([.seconds, .date, .absent, .text("soon"), .text("99999999999")])
        options.quota.countsRefused = chance.happens(0.5)
        options.lifecycle.initialStatus = chance.pick([.pending, .inProgress])
        options.lifecycle.pending = chance.pick([.seconds(1), .seconds(60), .seconds(900)])
        options.lifecycle.running = chance.pick([.seconds(1), .seconds(300)])
        options.lifecycle.finals = chance.pick([
            [.succeeded: 1], [.succeeded: 0.7, .failed: 0.2, .timeOut: 0.1],
        ])
        options.lifecycle.lock = chance.pick([.machine, .machineAndFile])
        options.lifecycle.duplicates = chance.pick([.reject, .existing])
        options.listing.listLag = chance.pick([.zero, .seconds(5), .seconds(60)])
        options.listing.getLag = chance.pick([.zero, .seconds(10)])
        return options
    }
}
