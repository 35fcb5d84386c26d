/// Version 3: what intake writes for a row is less, and a year's counts by day are one row a day.
///
/// - Two of the limits' indexes in no natural order (machine, file) covered every action ever counted, so that each order
///   taken in changed a page of both. They are now the indexes of what is on its way (small) and of what has ended (written
///   when it ends, at the pace of the quota).
/// - `day_totals` has a column for each word, the columns of `daily_summary`; `day_counts` had a row for each.
/// - What a person has to decide about ages as well, so the index of what expires has it.
/// - What is inserted is counted once a transaction (``AddedRows``), not once a row by triggers: a statement with triggers
///   must be able to take itself back, and copies every page that it is about to change. What changes or goes is counted by
///   triggers as before, so no writer can forget it.
extension Schema {
    static let version3 = """
        DROP INDEX action_aging;
        CREATE INDEX action_aging ON action_rows(arrived_at) WHERE \(StateSet.agingClause);
        DROP INDEX action_counted_machine;
        DROP INDEX action_counted_file;
        CREATE INDEX action_live_machine ON action_rows(tenant, machine_id) WHERE state IN (\(StateSet.live));
        CREATE INDEX action_ended_machine ON action_rows(tenant, machine_id, counted_at)
            WHERE \(StateSet.endedClause);
        CREATE INDEX action_ended_file ON action_rows(tenant, sha1, counted_at, machine_id)
            WHERE \(StateSet.endedClause);
        INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES
            ('action_rows', 'action_live_machine', '1000 500 2'),
            ('action_rows', 'action_ended_machine', '9000000 4500000 500 1'),
            ('action_rows', 'action_ended_file', '9000000 4500000 50 2 1');

        CREATE TABLE day_totals (
            day TEXT NOT NULL,
            tenant TEXT NOT NULL,
            \(dayColumns.map { "\($0) INTEGER NOT NULL DEFAULT 0" }.joined(separator: ",\n    ")),
            PRIMARY KEY (day, tenant)
        ) STRICT, WITHOUT ROWID;
        INSERT INTO day_totals SELECT day, coalesce(tenant, ''), \(dayColumns.joined(separator: ", ")) FROM daily_summary;
        DROP VIEW daily_summary;
        CREATE VIEW daily_summary AS SELECT day, nullif(tenant, '') AS tenant, \(dayColumns.joined(separator: ", "))
            FROM day_totals WHERE alerts > 0 OR actions > 0;

        DROP TRIGGER action_counted_in;
        DROP TRIGGER alert_counted_in;
        DROP TRIGGER action_counted_over;
        DROP TRIGGER action_counted_out;
        DROP TRIGGER alert_counted_out;
        DROP TABLE day_counts;
        CREATE TRIGGER action_counted_over AFTER UPDATE OF state ON action_rows WHEN OLD.state <> NEW.state BEGIN
            UPDATE state_counts SET actions = actions - 1 WHERE tenant = OLD.tenant AND state = OLD.state;
            INSERT INTO state_counts VALUES (NEW.tenant, NEW.state, 1)
                ON CONFLICT DO UPDATE SET actions = actions + 1;
            UPDATE day_totals
                SET \(stateColumns.map { "\($0) = \($0) - (OLD.state = '\($0)') + (NEW.state = '\($0)')" }
                    .joined(separator: ", "))
                WHERE day = substr(OLD.created_at, 1, 10) AND tenant = OLD.tenant;
        END;
        CREATE TRIGGER action_counted_out AFTER DELETE ON action_rows BEGIN
            UPDATE state_counts SET actions = actions - 1 WHERE tenant = OLD.tenant AND state = OLD.state;
            UPDATE day_totals
                SET actions = actions - 1, \(stateColumns.map { "\($0) = \($0) - (OLD.state = '\($0)')" }
                    .joined(separator: ", "))
                WHERE day = substr(OLD.created_at, 1, 10) AND tenant = OLD.tenant;
        END;
        CREATE TRIGGER alert_counted_out AFTER DELETE ON alert_rows BEGIN
            UPDATE day_totals
                SET alerts = alerts - 1, \(outcomeColumns.map { "\($0) = \($0) - (OLD.outcome = '\($0)')" }
                    .joined(separator: ", "))
                WHERE day = substr(OLD.received_at, 1, 10) AND tenant = coalesce(OLD.tenant, '');
        END;
        """

    /// The columns of `daily_summary` after `day` and `tenant`. No word is an outcome and a state.
    static let dayColumns = ["alerts"] + outcomeColumns + ["actions"] + stateColumns
    private static let outcomeColumns = ["mapped", "skipped", "duplicate", "rejected"]
    private static let stateColumns = [
        "held", "queued", "sending", "unconfirmed", "submitted", "succeeded", "failed", "timed_out", "cancelled",
        "refused", "denied", "expired", "dry_run",
    ]
}
