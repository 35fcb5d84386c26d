import GRDB
public import LazaretCore

/// What `status`, metrics and the status page count.
public struct LogSummary: Sendable {
    /// Every state, also those with none.
    public var actions: [(state: ActionState, count: Int)]
    /// `created_at` of the oldest action that is held, queued or sending. Nil: none.
    public var oldestUnsent: Instant?
    /// `created_at` of the oldest action that is not final. Nil: none.
    public var oldestOpen: Instant?
    public var lanes: [(tenant: String, operation: String, until: String, reason: String, message: String)]
    public var killSwitch: KillSwitch?

    /// Waits for the quota: queued or just leaving.
    public var backlog: Int {
        actions.filter { $0.state == .queued || $0.state == .sending }.reduce(0) { $0 + $1.count }
    }
}

extension ActionLog {
    /// From kept counters and partial indexes: the same few rows in a log of any size. Blocks.
    public func summary() throws -> LogSummary {
        do {
            return try blockingRead { db in
                let counts = try Row.fetchAll(
                    db, sql: "SELECT state, sum(actions) AS n FROM state_counts GROUP BY state")
                var byState: [String: Int] = [:]
                for row in counts { byState[row["state"]] = row["n"] }
                return LogSummary(
                    actions: ActionState.allCases.map { ($0, byState[$0.rawValue] ?? 0) },
                    oldestUnsent: try Self.oldest(db, "('held', 'queued', 'sending')"),
                    oldestOpen: try Self.oldest(db, "(\(StateSet.open))"),
                    lanes: try Row.fetchAll(db, sql: "SELECT * FROM lanes ORDER BY tenant, operation").map {
                        ($0["tenant"], $0["operation"], $0["paused_until"], $0["reason"], $0["message"])
                    },
                    killSwitch: try Row.fetchOne(db, sql: "SELECT at, actor, reason FROM kill_switch").flatMap { row in
                        Instant(rfc3339: row["at"] as String).map {
                            KillSwitch(at: $0, actor: row["actor"], reason: row["reason"])
                        }
                    })
            }
        } catch {
            throw ActionLogError.of(error)
        }
    }

    /// By the index of open actions.
    private static func oldest(_ db: Database, _ states: String) throws -> Instant? {
        try String.fetchOne(
            db,
            sql: """
                SELECT created_at FROM action_rows
                WHERE state IN (\(StateSet.open)) AND state IN \(states) ORDER BY created_at LIMIT 1
                """
        ).flatMap { Instant(rfc3339: $0) }
    }
}
