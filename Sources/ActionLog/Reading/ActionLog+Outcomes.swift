import GRDB
public import LazaretCore

/// How many actions ended in one state within one hour.
public struct HourlyOutcome: Hashable, Sendable {
    /// UTC, `2026-01-31T12`.
    public var hour: String
    public var state: ActionState
    public var count: Int
}

extension ActionLog {
    /// What became of actions, by the hour in which they became final, from `since` on. By the index of finished actions, so the
    /// size of the log does not matter. Blocks.
    public func outcomes(since: Instant) throws -> [HourlyOutcome] {
        let states = ActionState.allCases.filter(\.isFinal).map(\.rawValue)
        let marks = Array(repeating: "?", count: states.count).joined(separator: ", ")
        do {
            return try blockingRead { db in
                try Row.fetchAll(
                    db,
                    sql: """
                        SELECT substr(finished_at, 1, 13) AS hour, state, count(*) AS n FROM action_rows INDEXED BY action_finished
                        WHERE finished_at IS NOT NULL AND state IN (\(marks)) AND finished_at >= ?
                        GROUP BY hour, state ORDER BY hour, state
                        """, arguments: StatementArguments(states + [since.description])
                ).compactMap { row in
                    ActionState(rawValue: row["state"]).map {
                        HourlyOutcome(hour: row["hour"], state: $0, count: row["n"])
                    }
                }
            }
        } catch {
            throw ActionLogError.of(error)
        }
    }
}
