import GRDB
public import LazaretCore

/// What `lazaret restore-sheet` asks for: quarantines that succeeded.
public struct QuarantineFilter: Sendable {
    /// A machine's id or its DNS name.
    public var machine: String?
    public var sha1: String?
    public var tenant: String?
    /// Of `finished_at`: from `since` on, before `until`.
    public var since: Instant?
    public var until: Instant?

    public init() {}

    fileprivate func clauses() -> (sql: String, arguments: StatementArguments) {
        var query = Conditions()
        query.add("state = ?", [ActionState.succeeded.rawValue])
        query.add("finished_at IS NOT NULL", [])
        if let machine {
            query.add(
                "(machine_id = ? OR machine_name = ? COLLATE NOCASE)", [machine.lowercased(), machine])
        }
        if let sha1 { query.add("sha1 = ?", [sha1.lowercased()]) }
        if let tenant { query.add("tenant = ?", [tenant]) }
        if let since { query.add("finished_at >= ?", [since.stored]) }
        if let until { query.add("finished_at < ?", [until.stored]) }
        return query.finish(order: "machine_id, finished_at, action_id", limit: nil)
    }
}

extension ActionLog {
    /// `alert_ids`: the producers' ids, in the order of arrival. `title`: of the first alert that has one.
    public static let quarantineColumns = [
        "machine_id", "machine_name", "action_id", "tenant", "sha1", "file_name", "finished_at", "machine_action_id",
        "requestor", "adopted", "alert_ids", "title", "comment",
    ]

    /// Successful quarantines, machine by machine, handed over one by one. Blocks.
    public func forEachQuarantine(_ filter: QuarantineFilter, _ body: ([Cell]) throws -> Void) throws {
        let (clauses, arguments) = filter.clauses()
        let alerts = "FROM action_alerts JOIN alert_rows USING (alert_key) WHERE action_id = action_rows.action_id"
        try forEachRow(
            """
            SELECT machine_id, machine_name, action_id, tenant, sha1, file_name, finished_at, machine_action_id,
                requestor, adopted,
                (SELECT group_concat(alert_id, ' ') FROM (SELECT alert_id \(alerts) ORDER BY alert_key)),
                (SELECT title \(alerts) AND title IS NOT NULL ORDER BY alert_key LIMIT 1), comment
            FROM action_rows
            """ + clauses, arguments, columns: Self.quarantineColumns, body)
    }
}
