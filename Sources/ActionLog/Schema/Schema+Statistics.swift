/// What SQLite's planner is told of the log (`sqlite_stat1`): the make of a long one, not a measurement of this one.
///
/// Without it the planner takes a state for as good a key as a machine, and sorts a million rows to show fifty. With it every
/// account, the stock shell's too, gets the same plans in a log of any length. `ANALYZE` would measure instead, and need not be
/// run.
extension Schema {
    static let statistics = """
        ANALYZE sqlite_schema;
        DELETE FROM sqlite_stat1 WHERE tbl IN ('action_rows', 'alert_rows', 'action_alerts', 'attempts', 'events');
        INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES
            ('action_rows', 'action_by_time', '10000000 1'),
            ('action_rows', 'action_by_machine', '10000000 500 1'),
            ('action_rows', 'action_by_name', '10000000 500 1'),
            ('action_rows', 'action_by_file', '10000000 50 1'),
            ('action_rows', 'action_by_tenant', '10000000 5000000 1'),
            ('action_rows', 'action_by_state', '10000000 1000000 1'),
            ('action_rows', 'action_by_defender_id', '9000000 1'),
            ('action_rows', 'action_finished', '10000000 1'),
            ('action_rows', 'action_failed', '500000 1'),
            ('action_rows', 'action_open', '1000 1'),
            ('action_rows', 'action_live_pair', '1000 500 5 1'),
            ('action_rows', 'action_held_pair', '1000 500 5 1'),
            ('action_rows', 'action_succeeded_pair', '9000000 4500000 50 2 1'),
            ('action_rows', 'action_unresolved', '100000 50000 5'),
            ('action_rows', 'action_counted', '9000000 4500000 1'),
            ('action_rows', 'action_counted_machine', '9000000 4500000 500 1'),
            ('action_rows', 'action_counted_file', '9000000 4500000 50 2 1'),
            ('action_rows', 'action_queue', '1000 500 1 1 1 1'),
            ('action_rows', 'action_due', '2000 1000 300 1'),
            ('action_rows', 'action_busy_machine', '100 50 1'),
            ('action_rows', 'action_aging', '1000 1'),
            ('action_rows', 'action_waiting', '1000 1'),
            ('action_rows', 'action_canary', '1000 500 50 1'),
            ('alert_rows', 'alert_by_time', '10000000 1'),
            ('alert_rows', 'alert_by_id', '10000000 1'),
            ('alert_rows', 'alert_by_outcome', '10000000 2500000 1'),
            ('alert_rows', 'alert_by_tenant', '10000000 5000000 1'),
            ('alert_rows', 'alert_by_file', '10000000 1'),
            ('alert_rows', 'alert_by_content', '10000000 1 1'),
            ('action_alerts', 'action_alerts', '10000000 1 1'),
            ('action_alerts', 'action_alerts_by_alert', '10000000 1'),
            ('attempts', 'attempt_by_action', '10000000 1'),
            ('attempts', 'attempt_by_time', '10000000 1'),
            ('attempts', 'attempt_unfinished', '10 1'),
            ('events', 'event_by_action', '40000000 4'),
            ('events', 'event_by_person', '10000 1');
        ANALYZE sqlite_schema;
        """
}
