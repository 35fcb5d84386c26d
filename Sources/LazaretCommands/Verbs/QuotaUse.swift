import ActionLog
import Configuration
import LazaretCore

/// How much of each window of each lane is used, from the slots in the action log.
struct QuotaUse: Sendable {
    var tenant: String
    var operation: LazaretCore.Operation
    var windowSeconds: Double
    var limit: Int
    var used: Int

    static func read(_ configuration: Configuration, _ log: ActionLog, at now: Moment) async throws -> [QuotaUse] {
        let longest = configuration.throttle.windows.map(\.per).max() ?? .zero
        var uses: [QuotaUse] = []
        for tenant in configuration.tenants {
            let asked = [LazaretCore.Operation.machine, .file].filter { configuration.policy.rules.lookups.asks($0) }
            for lane in [.submit, .list, .get, .cancel] + asked {
                var throttle = ThrottleLog(policy: configuration.throttle)
                throttle.restore(try await log.heldSlots(tenant: tenant.name, lane: lane, within: longest, at: now))
                uses += throttle.usage(at: now.steady).map {
                    QuotaUse(
                        tenant: tenant.name, operation: lane, windowSeconds: Double($0.per.milliseconds) / 1000,
                        limit: $0.limit, used: $0.used)
                }
            }
        }
        return uses
    }
}
