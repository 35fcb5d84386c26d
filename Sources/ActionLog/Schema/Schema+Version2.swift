/// Version 2: Defender's answers (`policy.lookups`), the ids that a retried action had before, a view of the counts by state, and indexes by which every list is read
/// newest first without sorting (docs/action-log.md).
///
/// On a log of many millions of actions the indexes take some minutes, once.
extension Schema {
    static let version2 = """
        CREATE TABLE machine_lookups (
            tenant TEXT NOT NULL,
            machine_id TEXT NOT NULL,
            outcome TEXT NOT NULL CHECK (outcome IN ('known', 'not_found', 'unavailable', 'try_again')),
            asked_at TEXT NOT NULL,
            valid_until TEXT NOT NULL,
            tries INTEGER NOT NULL,
            dns_name TEXT,
            os_platform TEXT,
            onboarding_status TEXT,
            health_status TEXT,
            device_value TEXT,
            tags TEXT,
            merged_into TEXT,
            PRIMARY KEY (tenant, machine_id)
        ) STRICT, WITHOUT ROWID;
        CREATE TABLE file_lookups (
            tenant TEXT NOT NULL,
            sha1 TEXT NOT NULL,
            outcome TEXT NOT NULL CHECK (outcome IN ('known', 'not_found', 'unavailable', 'try_again')),
            asked_at TEXT NOT NULL,
            valid_until TEXT NOT NULL,
            tries INTEGER NOT NULL,
            signer TEXT,
            issuer TEXT,
            publisher TEXT,
            is_valid_certificate INTEGER,
            global_prevalence INTEGER,
            determination TEXT,
            PRIMARY KEY (tenant, sha1)
        ) STRICT, WITHOUT ROWID;
        ALTER TABLE action_rows ADD COLUMN earlier_ids TEXT NOT NULL DEFAULT '';

        CREATE INDEX machine_lookup_by_end ON machine_lookups(valid_until);
        CREATE INDEX file_lookup_by_end ON file_lookups(valid_until);

        DROP INDEX action_by_tenant;
        CREATE INDEX action_by_tenant ON action_rows(tenant, created_at);
        DROP INDEX action_by_state;
        CREATE INDEX action_by_state ON action_rows(state, created_at);
        CREATE INDEX action_by_name ON action_rows(machine_name COLLATE NOCASE, created_at)
            WHERE machine_name IS NOT NULL;
        DROP INDEX action_open;
        CREATE INDEX action_open ON action_rows(created_at) WHERE state IN (\(StateSet.open));
        DROP INDEX action_finished;
        CREATE INDEX action_finished ON action_rows(finished_at) WHERE finished_at IS NOT NULL;
        CREATE INDEX action_failed ON action_rows(finished_at) WHERE state IN (\(StateSet.failed));
        DROP INDEX alert_by_outcome;
        CREATE INDEX alert_by_outcome ON alert_rows(outcome, received_at);
        DROP INDEX alert_by_tenant;
        CREATE INDEX alert_by_tenant ON alert_rows(tenant, received_at);
        CREATE INDEX event_by_person ON events(event_id) WHERE actor <> 'daemon';

        DROP VIEW daily_summary;
        CREATE VIEW daily_summary AS SELECT day, nullif(tenant, '') AS tenant,
            \(columns("alerts", alertOutcomes)), \(columns("actions", actionStates))
            FROM day_counts GROUP BY day_counts.day, day_counts.tenant;
        CREATE VIEW state_summary AS SELECT tenant, state, actions FROM state_counts WHERE actions > 0;
        """

    private static let alertOutcomes = ["mapped", "skipped", "duplicate", "rejected"]
    private static let actionStates = [
        "held", "queued", "sending", "unconfirmed", "submitted", "succeeded", "failed", "timed_out", "cancelled",
        "refused", "denied", "expired", "dry_run",
    ]

    /// A sum, and how much of it each word has. No word is an outcome and a state.
    private static func columns(_ sum: String, _ words: [String]) -> String {
        let kind = sum == "alerts" ? "alert" : "action"
        return
            (["sum(iif(kind = '\(kind)', number, 0)) AS \(sum)"]
            + words.map { "sum(iif(word = '\($0)', number, 0)) AS \($0)" }).joined(separator: ", ")
    }
}
