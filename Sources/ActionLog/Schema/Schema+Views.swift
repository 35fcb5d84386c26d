/// The relations that people and programs read (contract, section 5).
extension Schema {
    /// The columns of `machine_actions`, in the contract's order.
    static let actionColumns = [
        "action_id", "tenant", "machine_id", "machine_name", "sha1", "file_name", "comment", "severity", "state",
        "reason", "status", "machine_action_id", "adopted", "requestor", "error_code", "error_message", "attempts",
        "alert_count", "created_at", "due_at", "submitted_at", "checked_at", "finished_at", "updated_at",
        "machine_action",
    ]

    /// The columns of `alerts`, in the contract's order.
    static let alertColumns = [
        "alert_key", "tenant", "alert_id", "title", "severity", "detected_at", "source_file", "content_sha256",
        "mapping", "outcome", "reason", "received_at",
    ]

    static let views = """
        CREATE VIEW machine_actions AS SELECT \(actionColumns.joined(separator: ", ")) FROM action_rows;
        CREATE VIEW alerts AS SELECT \(alertColumns.joined(separator: ", ")) FROM alert_rows;
        CREATE VIEW open_actions AS SELECT \(actionColumns.joined(separator: ", ")) FROM action_rows
            WHERE state IN (\(StateSet.open));
        CREATE VIEW held_actions AS SELECT \(actionColumns.joined(separator: ", ")) FROM action_rows
            WHERE state = 'held';
        CREATE VIEW failed_actions AS SELECT \(actionColumns.joined(separator: ", ")) FROM action_rows
            WHERE state IN (\(StateSet.failed));
        CREATE VIEW daily_summary AS SELECT day, nullif(tenant, '') AS tenant,
            sum(iif(kind = 'alert', number, 0)) AS alerts,
            \(["mapped", "skipped", "duplicate", "rejected"].map { sum("alert", $0) }.joined(separator: ", ")),
            sum(iif(kind = 'action', number, 0)) AS actions,
            \(states.map { sum("action", $0) }.joined(separator: ", "))
            FROM day_counts GROUP BY day_counts.day, day_counts.tenant;
        """

    private static let states = [
        "held", "queued", "sending", "unconfirmed", "submitted", "succeeded", "failed", "timed_out", "cancelled",
        "refused", "denied", "expired", "dry_run",
    ]

    private static func sum(_ kind: String, _ word: String) -> String {
        "sum(iif(kind = '\(kind)' AND word = '\(word)', number, 0)) AS \(word)"
    }
}
