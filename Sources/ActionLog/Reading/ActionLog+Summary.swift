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
    public var lanes: [(tenant: String, pause: LanePause)]
    public var killSwitch: KillSwitch?
    /// What waits for its tenant's quota: queued or just leaving. Tenants with nothing are left out.
    public var backlogs: [String: Int]

    public var backlog: Int { backlogs.values.reduce(0, +) }

    /// How long until the backlog has left. Nil where nobody can tell: while somebody has stopped submitting, or without a
    /// window.
    public func drainTime(at full: ThrottlePolicy, now: Instant) -> Duration? {
        if killSwitch != nil, backlog > 0 { return nil }
        let pauses = lanes.filter { $0.pause.lane == .submit }.map { ($0.tenant, $0.pause.until - now) }
        return full.drainTime(of: backlogs, after: Dictionary(uniqueKeysWithValues: pauses))
    }
}

extension ActionLog {
    /// From kept counters and partial indexes: the same few rows in a log of any size. Blocks.
    public func summary() throws -> LogSummary {
        do {
            return try blockingRead { db in
                let counts = try Row.fetchAll(
                    db, sql: "SELECT tenant, state, sum(actions) FROM state_counts GROUP BY tenant, state")
                var byState: [String: Int] = [:]
                var backlogs: [String: Int] = [:]
                for row in counts {
                    let (tenant, state, count) = (row[0] as String, row[1] as String, row[2] as Int)
                    byState[state, default: 0] += count
                    let isBacklog = state == ActionState.queued.rawValue || state == ActionState.sending.rawValue
                    if isBacklog, count > 0 { backlogs[tenant, default: 0] += count }
                }
                return LogSummary(
                    actions: ActionState.allCases.map { ($0, byState[$0.rawValue] ?? 0) },
                    oldestUnsent: try Self.oldest(db, "('held', 'queued', 'sending')"),
                    oldestOpen: try Self.oldest(db, "(\(StateSet.open))"),
                    lanes: try LaneRows.all(db), killSwitch: try LaneRows.killSwitch(db), backlogs: backlogs)
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
