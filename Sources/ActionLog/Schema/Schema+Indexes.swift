/// Indexes. Partial ones are used only by queries that repeat their WHERE clause to the letter: the words stand in
/// ``StateSet``.
extension Schema {
    static let actionIndexes = """
        -- Operators: latest of a period, of a machine, of a file, of a tenant, of a state; by Defender's id; finished when.
        CREATE INDEX action_by_time ON action_rows(created_at);
        CREATE INDEX action_by_machine ON action_rows(machine_id, created_at);
        CREATE INDEX action_by_file ON action_rows(sha1, created_at);
        CREATE INDEX action_by_tenant ON action_rows(tenant);
        CREATE INDEX action_by_state ON action_rows(state);
        CREATE INDEX action_by_defender_id ON action_rows(machine_action_id) WHERE machine_action_id IS NOT NULL;
        CREATE INDEX action_finished ON action_rows(state, finished_at) WHERE finished_at IS NOT NULL;
        CREATE INDEX action_open ON action_rows(action_id) WHERE state IN (\(StateSet.open));

        -- Guard rails: twin, canaries, the three limits.
        CREATE INDEX action_live_pair ON action_rows(tenant, sha1, machine_id) WHERE state IN (\(StateSet.live));
        CREATE INDEX action_held_pair ON action_rows(tenant, sha1, machine_id) WHERE state = 'held';
        CREATE INDEX action_succeeded_pair ON action_rows(tenant, sha1, machine_id, finished_at)
            WHERE state = 'succeeded';
        CREATE INDEX action_unresolved ON action_rows(tenant, sha1) WHERE unresolved = 1;
        CREATE INDEX action_counted ON action_rows(tenant, counted_at) WHERE counted_at IS NOT NULL;
        CREATE INDEX action_counted_machine ON action_rows(tenant, machine_id, counted_at)
            WHERE counted_at IS NOT NULL;
        CREATE INDEX action_counted_file ON action_rows(tenant, sha1, counted_at, machine_id)
            WHERE counted_at IS NOT NULL;

        -- Delivery: next to leave, next to look at, machines with an open POST.
        CREATE INDEX action_queue ON action_rows(tenant, rank, action_id, due_at, machine_id) WHERE state = 'queued';
        CREATE INDEX action_due ON action_rows(tenant, state, due_at) WHERE due_at IS NOT NULL;
        CREATE INDEX action_busy_machine ON action_rows(tenant, machine_id) WHERE state IN (\(StateSet.busy));

        -- What changes by time alone.
        CREATE INDEX action_aging ON action_rows(arrived_at)
            WHERE (state = 'queued' OR (state = 'held' AND reason = 'canary'));
        CREATE INDEX action_waiting ON action_rows(state_since) WHERE \(StateSet.waitingClause);
        CREATE INDEX action_canary ON action_rows(tenant, sha1, rank) WHERE \(StateSet.canaryClause);
        """

    static let otherIndexes = """
        CREATE INDEX alert_by_time ON alert_rows(received_at);
        CREATE INDEX alert_by_id ON alert_rows(alert_id) WHERE alert_id IS NOT NULL;
        CREATE INDEX alert_by_outcome ON alert_rows(outcome);
        CREATE INDEX alert_by_tenant ON alert_rows(tenant);
        CREATE INDEX alert_by_file ON alert_rows(file_id);
        CREATE INDEX alert_by_content ON alert_rows(content_sha256, tenant) WHERE outcome IN ('mapped', 'skipped');
        CREATE INDEX action_alerts_by_alert ON action_alerts(alert_key);
        CREATE INDEX file_by_time ON files(taken_at);
        CREATE INDEX file_unpublished ON files(file_id) WHERE published_at IS NULL AND open_actions = 0;
        CREATE INDEX attempt_by_action ON attempts(action_id) WHERE action_id IS NOT NULL;
        CREATE INDEX attempt_by_time ON attempts(started_at);
        CREATE INDEX attempt_unfinished ON attempts(attempt_id) WHERE finished_at IS NULL;
        CREATE INDEX slot_by_lane ON quota_slots(tenant, lane, boot, ends_steady);
        CREATE INDEX event_by_action ON events(action_id) WHERE action_id IS NOT NULL;
        CREATE INDEX cancel_by_time ON cancel_requests(tenant, due_at);
        """
}

/// Sets of states as SQL, used to the letter by indexes, triggers, views and queries.
enum StateSet {
    /// Not final.
    static let open = "'held', 'queued', 'sending', 'unconfirmed', 'submitted'"
    /// On its way: neither final nor held.
    static let live = "'queued', 'sending', 'unconfirmed', 'submitted'"
    static let final = "'succeeded', 'failed', 'timed_out', 'cancelled', 'refused', 'denied', 'expired', 'dry_run'"
    /// ``live`` as rows of one column, `column1`.
    static let liveRows = live.split(separator: ", ").map { "(\($0))" }.joined(separator: ", ")
    /// A POST may be on the wire, or its outcome is unknown: the machine gets no other.
    static let busy = "'sending', 'unconfirmed'"
    /// Ended without the file quarantined and without anybody having refused it.
    static let failed = "'failed', 'timed_out', 'refused', 'expired'"
    /// Waits for its canaries.
    static let canaryClause = "state = 'held' AND reason = 'canary'"
    /// Waits for a person.
    static let waitingClause = "state = 'held' AND reason <> 'canary'"
    /// Final, and counted by the limits once.
    static let endedClause = "counted_at IS NOT NULL AND state IN (\(final))"
    /// Expires at `maximumAge`.
    static let agingClause = "state IN ('held', 'queued')"
}
