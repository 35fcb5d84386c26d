import Configuration
import Delivery
import Foundation
import Inbox
import LazaretCore

/// What the running daemon knows of itself: the configuration in force, and what keeps it from being ready.
///
/// One lock, held for reads and assignments only.
final class DaemonState: @unchecked Sendable {
    /// Taken before the first rules' lists were read.
    let listsAtStart: [ListSignature]
    private let lock = NSLock()
    private var currentConfiguration: Configuration
    private var currentRules: PolicyRules
    private var intake = IntakeHealth()
    private var lanePauses: [String: String] = [:]
    private var waiting = 0
    private var stopping = false
    private var superseded = false

    init(configuration: Configuration, rules: PolicyRules, listsAtStart: [ListSignature]) {
        self.listsAtStart = listsAtStart
        currentConfiguration = configuration
        currentRules = rules
    }

    var configuration: Configuration { lock.withLock { currentConfiguration } }
    var rules: PolicyRules { lock.withLock { currentRules } }

    func replace(configuration: Configuration, rules: PolicyRules) {
        lock.withLock {
            currentConfiguration = configuration
            currentRules = rules
        }
    }

    var intakeRules: IntakeRules {
        lock.withLock { IntakeRules(policy: currentRules, tenants: currentConfiguration.tenantDirectory) }
    }

    var deliverySettings: DeliverySettings {
        lock.withLock { DeliverySettings(currentConfiguration, rules: currentRules) }
    }

    func note(_ health: IntakeHealth) { lock.withLock { intake = health } }

    func noteWaiting(_ files: Int) { lock.withLock { waiting = files } }

    func notePause(tenant: String, lane: LazaretCore.Operation, reason: String?) {
        lock.withLock { lanePauses["\(tenant)/\(lane.rawValue)"] = reason }
    }

    func noteStopping() { lock.withLock { stopping = true } }

    func noteSuperseded() { lock.withLock { superseded = true } }

    /// Another daemon has taken over the action log.
    var isSuperseded: Bool { lock.withLock { superseded } }

    var waitingFiles: Int { lock.withLock { waiting } }

    /// Why `/-/ready` says 503: intake, action log, stopping, or a lane that a fault has paused. A quota's pause is no fault.
    var notReady: [String] {
        lock.withLock {
            var reasons = intake.problems.map { "\($0.key.rawValue): \($0.value)" }.sorted()
            reasons += lanePauses.filter { $0.value != Reason.throttled.rawValue && stopsSubmitting($0.key) }
                .map { "lane \($0.key): \($0.value)" }.sorted()
            if stopping { reasons.append("stopping") }
            if superseded { reasons.append("superseded") }
            return reasons
        }
    }

    /// Without a lookup's answer actions leave all the same, where the configuration has it so: then a missing role shows in
    /// `status` and in the log, and the daemon is ready.
    private func stopsSubmitting(_ lane: String) -> Bool {
        guard currentRules.lookups.whenUnavailable == .allow else { return true }
        return !lane.hasSuffix("/\(LazaretCore.Operation.machine.rawValue)")
            && !lane.hasSuffix("/\(LazaretCore.Operation.file.rawValue)")
    }
}
