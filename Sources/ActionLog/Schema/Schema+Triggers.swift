/// Triggers: kept counters, the files' open actions, and the event chain's refusal of change.
extension Schema {
    static let counterTriggers = """
        CREATE TRIGGER action_counted_in AFTER INSERT ON action_rows BEGIN
            INSERT INTO state_counts VALUES (NEW.tenant, NEW.state, 1)
                ON CONFLICT DO UPDATE SET actions = actions + 1;
            INSERT INTO day_counts VALUES (substr(NEW.created_at, 1, 10), NEW.tenant, 'action', NEW.state, 1)
                ON CONFLICT DO UPDATE SET number = number + 1;
        END;
        CREATE TRIGGER action_counted_over AFTER UPDATE OF state ON action_rows WHEN OLD.state <> NEW.state BEGIN
            UPDATE state_counts SET actions = actions - 1 WHERE tenant = OLD.tenant AND state = OLD.state;
            INSERT INTO state_counts VALUES (NEW.tenant, NEW.state, 1)
                ON CONFLICT DO UPDATE SET actions = actions + 1;
            UPDATE day_counts SET number = number - 1 WHERE day = substr(OLD.created_at, 1, 10)
                AND tenant = OLD.tenant AND kind = 'action' AND word = OLD.state;
            INSERT INTO day_counts VALUES (substr(NEW.created_at, 1, 10), NEW.tenant, 'action', NEW.state, 1)
                ON CONFLICT DO UPDATE SET number = number + 1;
        END;
        CREATE TRIGGER action_counted_out AFTER DELETE ON action_rows BEGIN
            UPDATE state_counts SET actions = actions - 1 WHERE tenant = OLD.tenant AND state = OLD.state;
            UPDATE day_counts SET number = number - 1 WHERE day = substr(OLD.created_at, 1, 10)
                AND tenant = OLD.tenant AND kind = 'action' AND word = OLD.state;
        END;
        CREATE TRIGGER alert_counted_in AFTER INSERT ON alert_rows BEGIN
            INSERT INTO day_counts
                VALUES (substr(NEW.received_at, 1, 10), coalesce(NEW.tenant, ''), 'alert', NEW.outcome, 1)
                ON CONFLICT DO UPDATE SET number = number + 1;
        END;
        CREATE TRIGGER alert_counted_out AFTER DELETE ON alert_rows BEGIN
            UPDATE day_counts SET number = number - 1 WHERE day = substr(OLD.received_at, 1, 10)
                AND tenant = coalesce(OLD.tenant, '') AND kind = 'alert' AND word = OLD.outcome;
        END;
        """

    static let fileTriggers = """
        CREATE TRIGGER file_action_finished AFTER UPDATE OF state ON action_rows
        WHEN (OLD.state IN (\(StateSet.open))) <> (NEW.state IN (\(StateSet.open))) BEGIN
            UPDATE files
                SET open_actions = open_actions + iif(NEW.state IN (\(StateSet.open)), 1, -1)
                WHERE file_id IN (
                    SELECT alert_rows.file_id FROM action_alerts JOIN alert_rows USING (alert_key)
                    WHERE action_alerts.action_id = NEW.action_id);
        END;
        """

    /// `INSERT OR REPLACE` deletes without delete triggers: hence the third one.
    static let eventTriggers = """
        CREATE TRIGGER events_no_update BEFORE UPDATE ON events BEGIN
            SELECT raise(ABORT, 'events are append-only');
        END;
        CREATE TRIGGER events_no_delete BEFORE DELETE ON events
        WHEN OLD.event_id > coalesce((SELECT max(event_id) FROM event_checkpoints), 0) BEGIN
            SELECT raise(ABORT, 'events are append-only');
        END;
        CREATE TRIGGER events_no_replace BEFORE INSERT ON events
        WHEN NEW.event_id <= (SELECT max(event_id) FROM events) BEGIN
            SELECT raise(ABORT, 'events are append-only');
        END;
        CREATE TRIGGER checkpoints_no_update BEFORE UPDATE ON event_checkpoints BEGIN
            SELECT raise(ABORT, 'checkpoints are append-only');
        END;
        CREATE TRIGGER checkpoints_no_delete BEFORE DELETE ON event_checkpoints BEGIN
            SELECT raise(ABORT, 'checkpoints are append-only');
        END;
        CREATE TRIGGER checkpoints_true BEFORE INSERT ON event_checkpoints
        WHEN NEW.event_id <= coalesce((SELECT max(event_id) FROM event_checkpoints), 0) OR NOT EXISTS (
            SELECT 1 FROM events WHERE event_id = NEW.event_id AND hash = NEW.hash
        ) BEGIN
            SELECT raise(ABORT, 'a checkpoint names an event of the chain');
        END;
        """
}
