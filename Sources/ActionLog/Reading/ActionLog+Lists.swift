import GRDB

extension ActionLog {
    /// Rows of `machine_actions`, handed over one by one. Blocks; throws ``ActionLogError`` and what `body` throws.
    public func forEachAction(_ filter: ActionFilter, _ body: ([Cell]) throws -> Void) throws {
        let (sql, arguments) = filter.query()
        try forEachRow(sql, arguments, columns: Schema.actionColumns, body)
    }

    public func actions(_ filter: ActionFilter) throws -> Rows {
        var rows = Rows(columns: Schema.actionColumns)
        try forEachAction(filter) { rows.rows.append($0) }
        return rows
    }

    /// Rows of `alerts`.
    public func forEachAlert(_ filter: AlertFilter, _ body: ([Cell]) throws -> Void) throws {
        let (sql, arguments) = filter.query()
        try forEachRow(sql, arguments, columns: Schema.alertColumns, body)
    }

    public func alerts(_ filter: AlertFilter) throws -> Rows {
        var rows = Rows(columns: Schema.alertColumns)
        try forEachAlert(filter) { rows.rows.append($0) }
        return rows
    }

    public static let actionColumns = Schema.actionColumns
    public static let alertColumns = Schema.alertColumns
    public static let eventColumns = [
        "event_id", "at", "action_id", "actor", "event", "from_state", "to_state", "reason", "detail", "previous_hash",
        "hash",
    ]
    static let attemptColumns = [
        "attempt_id", "action_id", "tenant", "operation", "started_at", "finished_at", "http_status", "outcome",
        "error_code", "error_message", "request_id", "retry_after_s",
    ]
}

/// One action whole: its row, the alerts behind it, every API call, every transition.
public struct ActionDetail: Sendable {
    public var action: Rows
    public var alerts: Rows
    public var attempts: Rows
    public var events: Rows
}

extension ActionLog {
    /// Nil where there is no such action. Blocks.
    public func detail(of action: Int64) throws -> ActionDetail? {
        let actionList = Schema.actionColumns.joined(separator: ", ")
        let row = try rows(
            "SELECT \(actionList) FROM action_rows WHERE action_id = ?", [action], columns: Schema.actionColumns)
        guard !row.rows.isEmpty else { return nil }
        let alertList = Schema.alertColumns.joined(separator: ", ")
        return ActionDetail(
            action: row,
            alerts: try rows(
                "SELECT \(alertList) FROM alert_rows JOIN action_alerts USING (alert_key) WHERE action_id = ? ORDER BY alert_key",
                [action], columns: Schema.alertColumns),
            attempts: try rows(
                "SELECT \(Self.attemptColumns.joined(separator: ", ")) FROM attempts WHERE action_id = ? ORDER BY attempt_id",
                [action], columns: Self.attemptColumns),
            events: try rows(
                "SELECT \(Self.eventColumns.joined(separator: ", ")) FROM events WHERE action_id = ? ORDER BY event_id",
                [action], columns: Self.eventColumns))
    }
}
