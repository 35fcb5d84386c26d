import GRDB
import LazaretCore

/// The rows of a long log.
extension LongLog {
    private static let machines = 20_000
    private static let files = 200_000

    func makeSubjects(_ db: Database) throws {
        if try db.tableExists("long_file") { return }
        try db.execute(
            sql: """
                CREATE TABLE long_machine (number INTEGER PRIMARY KEY, id TEXT, name TEXT);
                CREATE TABLE long_file (number INTEGER PRIMARY KEY, id TEXT);
                WITH RECURSIVE i(n) AS (SELECT 0 UNION ALL SELECT n + 1 FROM i WHERE n < \(Self.machines - 1))
                    INSERT INTO long_machine SELECT n, lower(hex(randomblob(20))), printf('pc-%05d.example.com', n) FROM i;
                WITH RECURSIVE i(n) AS (SELECT 0 UNION ALL SELECT n + 1 FROM i WHERE n < \(Self.files - 1))
                    INSERT INTO long_file SELECT n, lower(hex(randomblob(20))) FROM i;
                """)
    }

    func fill(_ db: Database, from first: Int, through last: Int) throws {
        let (start, step) =
            switch content {
            case .year: (Self.start, 365 * 86_400.0 / Double(actions))
            case .queue(_, let from, let to): (from, (to - from) / .seconds(1) / Double(actions))
            }
        try db.execute(
            sql: """
                CREATE TEMP TABLE part AS
                WITH RECURSIVE i(n) AS (SELECT ?1 UNION ALL SELECT n + 1 FROM i WHERE n < ?2)
                SELECT n, CAST((?4 + n * ?3) * 1000 AS INTEGER) AS ms,
                    strftime('%Y-%m-%dT%H:%M:%fZ', ?4 + n * ?3, 'unixepoch') AS at,
                    strftime('%Y-%m-%dT%H:%M:%fZ', ?4 + 90 + n * ?3, 'unixepoch') AS done,
                    abs(random()) % 1000 AS chance, iif(abs(random()) % 5 = 0, 'other', 'default') AS tenant,
                    (abs(random()) % \(Self.machines)) * (abs(random()) % \(Self.machines)) / \(Self.machines) AS m,
                    (abs(random()) % \(Self.files)) * (abs(random()) % \(Self.files)) / \(Self.files) AS f
                FROM i;
                """, arguments: [first, last, step, start.milliseconds / 1000])
        switch content {
        case .year: try addEnded(db)
        case .queue(let tenant, _, _): try addQueued(db, tenant: tenant)
        }
        try count(db, from: first, through: last)
    }

    /// The last 600 actions are open, the others ended; one in ten was never sent.
    private func addEnded(_ db: Database) throws {
        try db.execute(
            sql: """
                INSERT INTO action_rows (action_id, tenant, machine_id, machine_name, sha1, file_name, comment, severity,
                    state, reason, status, machine_action_id, requestor, attempts, created_at, due_at, submitted_at,
                    checked_at, finished_at, updated_at, rank, arrived_at, state_since, counted_at, sent_at, machine_action)
                SELECT n, tenant, long_machine.id, name, long_file.id, 'invoice.exe',
                    'Malware was detected, alert da' || n || '_1 [lazaret:0123456789ab:' || n || ']',
                    'high', state, iif(state = 'held', 'approval', NULL), status, guid, iif(sent, 'Lazaret', NULL), sent, at,
                    iif(state IN ('queued', 'submitted'), done, NULL), iif(sent, at, NULL), iif(sent, done, NULL),
                    iif(state IN ('held', 'queued', 'submitted'), NULL, done), done, n, at, done,
                    iif(state IN ('held', 'denied', 'dry_run'), NULL, at), iif(sent, at, NULL),
                    iif(sent, '{"id":"' || guid || '","type":"StopAndQuarantineFile","status":"' || status
                        || '","machineId":"' || long_machine.id || '","computerDnsName":"' || name
                        || '","creationDateTimeUtc":"' || at || '","errorHResult":0}', NULL)
                FROM (SELECT *, state NOT IN ('held', 'queued', 'denied', 'expired') AS sent,
                        CASE state WHEN 'succeeded' THEN 'Succeeded' WHEN 'failed' THEN 'Failed'
                            WHEN 'timed_out' THEN 'TimeOut' WHEN 'cancelled' THEN 'Cancelled'
                            WHEN 'submitted' THEN 'Pending' END AS status,
                        iif(state IN ('held', 'queued', 'denied', 'expired', 'refused'), NULL,
                            lower(hex(randomblob(4)) || '-' || hex(randomblob(6)))) AS guid
                    FROM (SELECT *, CASE WHEN n > ?1 - 600 THEN
                            CASE n % 3 WHEN 0 THEN 'held' WHEN 1 THEN 'queued' ELSE 'submitted' END
                        WHEN chance < 900 THEN 'succeeded' WHEN chance < 940 THEN 'denied' WHEN chance < 965 THEN 'failed'
                        WHEN chance < 975 THEN 'timed_out' WHEN chance < 985 THEN 'expired'
                        WHEN chance < 995 THEN 'refused' ELSE 'cancelled' END AS state FROM part)) AS a
                JOIN long_machine ON long_machine.number = m JOIN long_file ON long_file.number = f ORDER BY a.n
                """, arguments: [actions])
        try db.execute(
            sql: """
                INSERT INTO files SELECT (n + 19) / 20, 'alerts-' || (n + 19) / 20 || '.jsonl', at, 20, 0, NULL, 0, done
                    FROM part WHERE n % 20 = 1;
                INSERT INTO alert_rows SELECT n, tenant, 'da' || n || '_1', 'Malware was detected', 'high', at,
                    'alerts-' || (n + 19) / 20 || '.jsonl', lower(hex(randomblob(32))), 'defender-alert', 'mapped', NULL, at,
                    (n + 19) / 20, n % 20, NULL FROM part;
                INSERT INTO action_alerts SELECT n, n FROM part;
                INSERT INTO attempts SELECT n, n, tenant, 'submit', at, done, 201, 'accepted', NULL, NULL, NULL, NULL FROM part;
                DROP TABLE part;
                """)
    }

    /// The kept counters. Each action has one alert, of its own tenant and time.
    private func count(_ db: Database, from first: Int, through last: Int) throws {
        let words = ["actions"] + Self.states + ["alerts", "mapped"]
        let sums = ["count(*)"] + Self.states.map { "sum(state = '\($0)')" } + ["count(*)", "count(*)"]
        try db.execute(
            sql: """
                INSERT INTO state_counts SELECT tenant, state, count(*) FROM action_rows
                    WHERE action_id BETWEEN \(first) AND \(last) GROUP BY 1, 2
                    ON CONFLICT DO UPDATE SET actions = actions + excluded.actions;
                INSERT INTO day_totals (day, tenant, \(words.joined(separator: ", ")))
                    SELECT substr(created_at, 1, 10), tenant, \(sums.joined(separator: ", ")) FROM action_rows
                    WHERE action_id BETWEEN \(first) AND \(last) GROUP BY 1, 2
                    ON CONFLICT DO UPDATE SET \(words.map { "\($0) = \($0) + excluded.\($0)" }.joined(separator: ", "));
                """)
    }

    private static let states = [
        "held", "queued", "submitted", "succeeded", "denied", "failed", "timed_out", "expired", "refused", "cancelled",
    ]
}
