/// Tables. What people read are the views `machine_actions` and `alerts` over `action_rows` and `alert_rows`, and the tables
/// `action_alerts`, `attempts` and `events` themselves; every other table is private (contract, section 5).
///
/// Times are text, UTC, `2026-01-31T12:34:56.789Z`, always 24 characters: their order as text is their order in time.
extension Schema {
    /// `action_rows`: the contract's columns, and after `updated_at` the private ones:
    /// - `rank`: order of leaving the queue (``QueueRank``), lower first.
    /// - `arrived_at`: what `retry.maximumAge` counts from: the alert's arrival, or a person's `retry`.
    /// - `detected_at`: what `policy.maximumAlertAge` counts from; null means `arrived_at`.
    /// - `state_since`: when the action came into this state with this reason; `approvalTimeout` counts from here.
    /// - `counted_at`: when the limits count it: its last becoming queued or being sent; null for what never was.
    /// - `sent_at`: when the last POST left.
    /// - `looks`: looks since that POST which found nothing.
    /// - `attempts_before`: the part of `attempts` from before a person's `retry`: `maximumAttempts` counts from there.
    /// - `approved`: 1 where a person let it through: limits, canary and mode do not hold it again.
    /// - `earlier_ids` (version 2): Defender's ids of what it came to before a person's `retry`, a space between them.
    /// - `unresolved`: 1 where it ended other than succeeded and no person has decided about its file since.
    static let actionTables = """
        CREATE TABLE action_rows (
            action_id INTEGER PRIMARY KEY AUTOINCREMENT,
            tenant TEXT NOT NULL,
            machine_id TEXT NOT NULL CHECK (length(machine_id) = 40),
            machine_name TEXT,
            sha1 TEXT NOT NULL CHECK (length(sha1) = 40),
            file_name TEXT,
            comment TEXT NOT NULL,
            severity TEXT NOT NULL,
            state TEXT NOT NULL CHECK (state IN ('held', 'queued', 'sending', 'unconfirmed', 'submitted', 'succeeded',
                'failed', 'timed_out', 'cancelled', 'refused', 'denied', 'expired', 'dry_run')),
            reason TEXT,
            status TEXT,
            machine_action_id TEXT,
            adopted INTEGER NOT NULL DEFAULT 0 CHECK (adopted IN (0, 1)),
            requestor TEXT,
            error_code TEXT,
            error_message TEXT,
            attempts INTEGER NOT NULL DEFAULT 0,
            alert_count INTEGER NOT NULL DEFAULT 1,
            created_at TEXT NOT NULL,
            due_at TEXT,
            submitted_at TEXT,
            checked_at TEXT,
            finished_at TEXT,
            updated_at TEXT NOT NULL,
            rank INTEGER NOT NULL,
            arrived_at TEXT NOT NULL,
            detected_at TEXT,
            state_since TEXT NOT NULL,
            counted_at TEXT,
            sent_at TEXT,
            looks INTEGER NOT NULL DEFAULT 0,
            attempts_before INTEGER NOT NULL DEFAULT 0,
            approved INTEGER NOT NULL DEFAULT 0 CHECK (approved IN (0, 1)),
            unresolved INTEGER NOT NULL DEFAULT 0 CHECK (unresolved IN (0, 1)),
            machine_action TEXT
        ) STRICT;
        """

    /// `alert_rows`: the contract's columns, and after `received_at` the private ones: the file it came in, the line where
    /// a file has one alert a line, and the text that belongs to a rejection.
    ///
    /// `files`: one row a file taken in. `open_actions` counts its alerts' actions that are not final (kept by a trigger).
    static let alertTables = """
        CREATE TABLE files (
            file_id INTEGER PRIMARY KEY AUTOINCREMENT,
            source_file TEXT NOT NULL,
            taken_at TEXT NOT NULL,
            alerts_taken INTEGER NOT NULL,
            alerts_refused INTEGER NOT NULL,
            refusal TEXT,
            open_actions INTEGER NOT NULL,
            published_at TEXT
        ) STRICT;
        CREATE TABLE alert_rows (
            alert_key INTEGER PRIMARY KEY AUTOINCREMENT,
            tenant TEXT,
            alert_id TEXT,
            title TEXT,
            severity TEXT,
            detected_at TEXT,
            source_file TEXT NOT NULL,
            content_sha256 TEXT,
            mapping TEXT,
            outcome TEXT NOT NULL CHECK (outcome IN ('mapped', 'skipped', 'duplicate', 'rejected')),
            reason TEXT,
            received_at TEXT NOT NULL,
            file_id INTEGER NOT NULL,
            line INTEGER,
            message TEXT
        ) STRICT;
        CREATE TABLE action_alerts (
            action_id INTEGER NOT NULL REFERENCES action_rows(action_id),
            alert_key INTEGER NOT NULL REFERENCES alert_rows(alert_key),
            PRIMARY KEY (action_id, alert_key)
        ) STRICT, WITHOUT ROWID;
        """

    /// `quota_slots`: one row an API call that may still count against Defender's quota. `ends_steady` is on the boot clock
    /// of `boot`, `ends_wall` the same instant on the wall clock, both in milliseconds.
    static let callTables = """
        CREATE TABLE attempts (
            attempt_id INTEGER PRIMARY KEY AUTOINCREMENT,
            action_id INTEGER REFERENCES action_rows(action_id),
            tenant TEXT NOT NULL,
            operation TEXT NOT NULL,
            started_at TEXT NOT NULL,
            finished_at TEXT,
            http_status INTEGER,
            outcome TEXT,
            error_code TEXT,
            error_message TEXT,
            request_id TEXT,
            retry_after_s INTEGER
        ) STRICT;
        CREATE TABLE quota_slots (
            attempt_id INTEGER PRIMARY KEY,
            tenant TEXT NOT NULL,
            lane TEXT NOT NULL,
            boot TEXT NOT NULL,
            ends_steady INTEGER NOT NULL,
            ends_wall INTEGER NOT NULL
        ) STRICT;
        """

    /// `chain_head`: the last event's id and hash, so that a cut tail shows. `event_checkpoints`: the door for retention:
    /// events up to a checkpoint's may be deleted, the chain is then verified from its hash on (docs/event-chain.md).
    static let eventTables = """
        CREATE TABLE events (
            event_id INTEGER PRIMARY KEY,
            at TEXT NOT NULL,
            action_id INTEGER,
            actor TEXT NOT NULL,
            event TEXT NOT NULL,
            from_state TEXT,
            to_state TEXT,
            reason TEXT,
            detail TEXT NOT NULL,
            previous_hash TEXT NOT NULL,
            hash TEXT NOT NULL
        ) STRICT;
        CREATE TABLE chain_head (
            id INTEGER PRIMARY KEY CHECK (id = 1),
            event_id INTEGER NOT NULL,
            hash TEXT NOT NULL
        ) STRICT;
        CREATE TABLE event_checkpoints (
            event_id INTEGER PRIMARY KEY,
            hash TEXT NOT NULL,
            at TEXT NOT NULL,
            actor TEXT NOT NULL
        ) STRICT;
        """

    /// `state_counts` is kept: counts of millions of rows are answered from a few. So was `day_counts`, until version 3;
    /// its `kind` is `action` (word: state; day: of created_at) or `alert` (word: outcome; day: of received_at).
    static let privateTables = """
        CREATE TABLE state_counts (
            tenant TEXT NOT NULL,
            state TEXT NOT NULL,
            actions INTEGER NOT NULL,
            PRIMARY KEY (tenant, state)
        ) STRICT, WITHOUT ROWID;
        CREATE TABLE day_counts (
            day TEXT NOT NULL,
            tenant TEXT NOT NULL,
            kind TEXT NOT NULL,
            word TEXT NOT NULL,
            number INTEGER NOT NULL,
            PRIMARY KEY (day, tenant, kind, word)
        ) STRICT, WITHOUT ROWID;
        CREATE TABLE lanes (
            tenant TEXT NOT NULL,
            operation TEXT NOT NULL,
            paused_until TEXT NOT NULL,
            reason TEXT NOT NULL,
            message TEXT NOT NULL,
            PRIMARY KEY (tenant, operation)
        ) STRICT, WITHOUT ROWID;
        CREATE TABLE kill_switch (
            id INTEGER PRIMARY KEY CHECK (id = 1),
            at TEXT NOT NULL,
            actor TEXT NOT NULL,
            reason TEXT NOT NULL
        ) STRICT;
        CREATE TABLE cancel_requests (
            action_id INTEGER PRIMARY KEY REFERENCES action_rows(action_id),
            tenant TEXT NOT NULL,
            requested_at TEXT NOT NULL,
            due_at TEXT NOT NULL,
            actor TEXT NOT NULL,
            comment TEXT NOT NULL
        ) STRICT;
        CREATE TABLE settings (
            key TEXT PRIMARY KEY,
            value TEXT NOT NULL
        ) STRICT, WITHOUT ROWID;
        """
}
