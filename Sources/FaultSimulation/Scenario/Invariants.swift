import ActionLog
import DefenderSimulator
import Delivery
import LazaretCore

/// What must hold at the end of every seed, whatever happened in it.
struct Invariants {
    let run: SimulationRun

    private struct Action {
        var id: Int64
        var tenant: String
        var machine: String
        var sha1: String
        var state: String
        var status: String?
        var defenderID: String?
        var reason: String?
    }

    func check() throws {
        let world = run.world
        let actions = try world.read { log in
            let rows = try log.actions(ActionFilter())
            return rows.rows.map { row in
                Action(
                    id: rows.cell("action_id", of: row).integer ?? 0, tenant: rows.cell("tenant", of: row).text ?? "",
                    machine: rows.cell("machine_id", of: row).text ?? "", sha1: rows.cell("sha1", of: row).text ?? "",
                    state: rows.cell("state", of: row).text ?? "", status: rows.cell("status", of: row).text,
                    defenderID: rows.cell("machine_action_id", of: row).text,
                    reason: rows.cell("reason", of: row).text)
            }
        }
        for action in actions.reversed() {
            world.note("end \(action.id) \(action.state) \(action.reason ?? "") \(action.status ?? "")")
        }
        try everyAlertIsThere(actions)
        try everyActionEnds(actions)
        try everyEffectIsOne(actions)
        try statusesAreTrue(actions)
        try quotaIsKept()
        try callsAreClosed(actions)
        try chainVerifies()
    }

    private func everyAlertIsThere(_ actions: [Action]) throws {
        let files = try run.world.read { log -> Set<String> in
            let rows = try log.alerts(AlertFilter())
            return Set(rows.rows.compactMap { rows.cell("source_file", of: $0).text })
        }
        for alert in run.delivered {
            guard files.contains(alert.file.sourceFile) else {
                throw Violation("alert \(alert.file.sourceFile) is lost")
            }
            let isThere = actions.contains {
                $0.tenant == alert.tenant && $0.machine == alert.machine && $0.sha1 == alert.sha1
            }
            if !isThere { throw Violation("the pair of alert \(alert.file.sourceFile) has no action") }
        }
    }

    private func everyActionEnds(_ actions: [Action]) throws {
        for action in actions {
            guard let state = ActionState(rawValue: action.state) else { throw Violation("state \(action.state)") }
            if !state.isFinal && state != .held {
                throw Violation("action \(action.id) is \(action.state) (\(action.reason ?? "")) after a long calm")
            }
        }
    }

    /// At most one quarantine of ours for an action, and one more for each time a person retried it; and none forgotten.
    private func everyEffectIsOne(_ actions: [Action]) throws {
        let byID = Dictionary(uniqueKeysWithValues: actions.map { ($0.id, $0) })
        var effects: [Int64: Int] = [:]
        for effect in run.world.report().quarantines where !effect.isForeign {
            guard let id = Self.action(of: effect.comment), let action = byID[id],
                action.machine == effect.machineID, action.sha1 == effect.sha1
            else { throw Violation("an effect of no action: \(effect.comment)") }
            effects[id, default: 0] += 1
        }
        for (id, count) in effects.sorted(by: { $0.key < $1.key }) {
            let retries = run.retries[id] ?? 0
            if count > 1 + retries { throw Violation("action \(id) had \(count) effects, \(retries) retries") }
            let knows = ["submitted", "succeeded", "failed", "timed_out", "cancelled"]
            if let action = byID[id], retries == 0, !knows.contains(action.state) {
                throw Violation("the effect of action \(id) is forgotten: \(action.state) (\(action.reason ?? ""))")
            }
        }
    }

    private static func action(of comment: String) -> Int64? {
        let marker = comment.split(separator: " ").last ?? ""
        let prefix = "[lazaret:\(World.installation):"
        guard marker.hasPrefix(prefix), marker.hasSuffix("]") else { return nil }
        return Int64(marker.dropFirst(prefix.count).dropLast())
    }

    /// What the log says of an action is what the service says of it.
    private func statusesAreTrue(_ actions: [Action]) throws {
        var defender = run.world.defender
        let known = defender.state(at: run.world.trueMoment).actions
        let byID = Dictionary(known.map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
        for action in actions {
            guard let id = action.defenderID else { continue }
            guard let there = byID[id] else { throw Violation("action \(action.id) has an id of nobody") }
            if there.machineID != action.machine || there.sha1 != action.sha1 {
                throw Violation("action \(action.id) is tracked as another one")
            }
            if action.state != "held", there.status.rawValue != action.status {
                throw Violation(
                    "action \(action.id) is \(action.status ?? "nothing") here and \(there.status.rawValue) there")
            }
        }
    }

    private func quotaIsKept() throws {
        let share = run.scenario.settings.throttle.share
        for window in run.world.report().windows {
            let limit = max(1, Int(Double(window.limit) * share))
            if window.largest > limit {
                throw Violation(
                    "\(window.largest) \(window.operation.rawValue) calls in \(window.windowMilliseconds) ms, "
                        + "allowed are \(limit)")
            }
        }
    }

    private static let outcomes: Set<String> = [
        "accepted", "adopted", "already_running", "foreign", "refused", "throttled", "lane_fault", "not_sent",
        "unknown", "found", "not_found", "ok", "error",
    ]

    private func callsAreClosed(_ actions: [Action]) throws {
        for action in actions {
            guard let detail = try run.world.read({ try $0.detail(of: action.id) }) else { continue }
            for row in detail.attempts.rows {
                guard let outcome = detail.attempts.cell("outcome", of: row).text, Self.outcomes.contains(outcome)
                else {
                    throw Violation("a call for action \(action.id) has no known outcome")
                }
            }
        }
    }

    private func chainVerifies() throws {
        let verdict = try run.world.read { log in try Pump.run { try await log.verify() } }
        guard case .intact = verdict else { throw Violation("the event chain: \(verdict)") }
    }
}
