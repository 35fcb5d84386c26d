import GRDB
import LazaretCore

/// The alerts and actions that a transaction has inserted, for the kept counters (``Schema/version3``): written once, before
/// the commit, so that the counters are never apart from the rows.
struct AddedRows {
    private var actions: [String: [ActionState: Int]] = [:]
    /// Of no tenant: the empty name.
    private var alerts: [String: [AlertOutcome: Int]] = [:]

    mutating func addAction(tenant: String, state: ActionState) {
        actions[tenant, default: [:]][state, default: 0] += 1
    }

    mutating func addAlert(tenant: String?, outcome: AlertOutcome) {
        alerts[tenant ?? "", default: [:]][outcome, default: 0] += 1
    }

    /// `at`: the transaction's time, which is each row's `created_at` or `received_at`.
    func count(_ db: Database, at: String) throws {
        let day = String(at.prefix(10))
        for tenant in Set(actions.keys).union(alerts.keys) {
            try db.cachedStatement(
                sql: "INSERT INTO day_totals (day, tenant) VALUES (?, ?) ON CONFLICT DO NOTHING"
            ).execute(arguments: [day, tenant])
        }
        for (tenant, states) in actions {
            for (state, number) in states {
                try db.cachedStatement(
                    sql: """
                        INSERT INTO state_counts VALUES (?, ?, ?)
                        ON CONFLICT DO UPDATE SET actions = actions + excluded.actions
                        """
                ).execute(arguments: [tenant, state.rawValue, number])
                try add(number, to: "actions", state.rawValue, day, tenant, db)
            }
        }
        for (tenant, outcomes) in alerts {
            for (outcome, number) in outcomes { try add(number, to: "alerts", outcome.rawValue, day, tenant, db) }
        }
    }

    private func add(
        _ number: Int, to sum: String, _ word: String, _ day: String, _ tenant: String, _ db: Database
    ) throws {
        try db.cachedStatement(
            sql: "UPDATE day_totals SET \(sum) = \(sum) + ?1, \(word) = \(word) + ?1 WHERE day = ?2 AND tenant = ?3"
        ).execute(arguments: [number, day, tenant])
    }
}
