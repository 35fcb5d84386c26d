import ActionLog
import DaemonRig
import DefenderSimulator

/// What is there after a campaign: in the action log, at the service, in the inbox.
struct Evidence {
    struct Action: Hashable {
        var pair: AlertStream.Pair
        var state: String
    }

    /// The ids of alerts with outcome `mapped`, one for each row.
    var mapped: [String] = []
    /// Rows of `alerts` with outcome `rejected`.
    var rejected = 0
    var actions: [Action] = []
    var report: EffectReport
    /// What SQLite's own check found; `ok` alone where nothing is wrong.
    var integrity: [String]
    var chain: ChainVerdict
    var leftInInbox: [String]
    /// What else a campaign saw that must not be, in words.
    var remarks: [String] = []

    static func gather(_ station: DaemonStation, _ simulator: SimulatorChild) async throws -> Evidence {
        let log = try station.openLog()
        var evidence = Evidence(
            report: try await simulator.report(), integrity: try log.integrityCheck(), chain: try await log.verify(),
            leftInInbox: try station.waitingFiles())
        let alerts = try log.alerts(AlertFilter())
        for row in alerts.rows {
            switch alerts.cell("outcome", of: row).text {
            case "mapped": evidence.mapped.append(alerts.cell("alert_id", of: row).text ?? "")
            case "rejected": evidence.rejected += 1
            default: break
            }
        }
        let actions = try log.actions(ActionFilter())
        evidence.actions = actions.rows.map { row in
            func text(_ column: String) -> String { actions.cell(column, of: row).text ?? "" }
            return Action(
                pair: AlertStream.Pair(machine: text("machine_id"), sha1: text("sha1")), state: text("state"))
        }
        try log.close()
        return evidence
    }
}
