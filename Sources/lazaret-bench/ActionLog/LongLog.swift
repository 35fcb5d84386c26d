import ActionLog
import Crypto
import Foundation
import GRDB

/// A log of a year, written in bulk: indexes and triggers are taken off for it and put on again, the kept counters counted.
///
/// Machines and files are skewed as they are in life: few have very many actions, many have one.
struct LongLog {
    let path: String
    let actions: Int
    let events: Int

    private static let machines = 20_000
    private static let files = 200_000
    private static let chunk = 500_000

    func write() throws {
        try ActionLog.open(path: path, access: .daemon) { "0123456789ab" }.close()
        var configuration = GRDB.Configuration()
        configuration.prepareDatabase { db in
            try db.execute(sql: "PRAGMA synchronous = OFF; PRAGMA cache_size = -1000000; PRAGMA temp_store = FILE")
        }
        let database = try DatabaseQueue(path: path, configuration: configuration)
        try database.writeWithoutTransaction { db in
            _ = try String.fetchOne(db, sql: "PRAGMA journal_mode = OFF")
            let extras = try Row.fetchAll(
                db,
                sql: """
                    SELECT type, name, sql FROM sqlite_master WHERE sql IS NOT NULL AND type IN ('index', 'trigger')
                    AND tbl_name IN ('action_rows', 'alert_rows', 'action_alerts', 'attempts', 'events', 'files')
                    """)
            // Dropping an index drops what the planner is told of it.
            let statistics = try Row.fetchAll(db, sql: "SELECT tbl, idx, stat FROM sqlite_stat1")
            for extra in extras { try db.execute(sql: "DROP \(extra["type"] as String) \(extra["name"] as String)") }
            try subjects(db)
            for start in stride(from: 1, through: actions, by: Self.chunk) {
                try fill(db, from: start, through: min(start + Self.chunk - 1, actions))
            }
            try chain(db)
            for extra in extras { try db.execute(sql: extra["sql"]) }
            try db.execute(sql: "DELETE FROM sqlite_stat1")
            for row in statistics {
                try db.execute(
                    sql: "INSERT INTO sqlite_stat1 VALUES (?, ?, ?)", arguments: [row["tbl"], row["idx"], row["stat"]])
            }
            try count(db)
            _ = try String.fetchOne(db, sql: "PRAGMA journal_mode = WAL")
        }
        try database.close()
    }

    private func subjects(_ db: Database) throws {
        try db.execute(
            sql: """
                CREATE TEMP TABLE machine (number INTEGER PRIMARY KEY, id TEXT, name TEXT);
                CREATE TEMP TABLE file (number INTEGER PRIMARY KEY, id TEXT);
                WITH RECURSIVE i(n) AS (SELECT 0 UNION ALL SELECT n + 1 FROM i WHERE n < \(Self.machines - 1))
                    INSERT INTO machine SELECT n, lower(hex(randomblob(20))), printf('pc-%05d.example.com', n) FROM i;
                WITH RECURSIVE i(n) AS (SELECT 0 UNION ALL SELECT n + 1 FROM i WHERE n < \(Self.files - 1))
                    INSERT INTO file SELECT n, lower(hex(randomblob(20))) FROM i;
                """)
    }

    /// The last 600 actions are open, the others ended; one in ten was never sent.
    private func fill(_ db: Database, from first: Int, through last: Int) throws {
        let step = 365 * 86_400.0 / Double(actions)
        try db.execute(
            sql: """
                CREATE TEMP TABLE part AS
                WITH RECURSIVE i(n) AS (SELECT ?1 UNION ALL SELECT n + 1 FROM i WHERE n < ?2)
                SELECT n, strftime('%Y-%m-%dT%H:%M:%fZ', 1767225600 + n * ?3, 'unixepoch') AS at,
                    strftime('%Y-%m-%dT%H:%M:%fZ', 1767225690 + n * ?3, 'unixepoch') AS done,
                    abs(random()) % 1000 AS chance, iif(abs(random()) % 5 = 0, 'other', 'default') AS tenant,
                    (abs(random()) % \(Self.machines)) * (abs(random()) % \(Self.machines)) / \(Self.machines) AS m,
                    (abs(random()) % \(Self.files)) * (abs(random()) % \(Self.files)) / \(Self.files) AS f
                FROM i;
                """, arguments: [first, last, step])
        try db.execute(
            sql: """
                INSERT INTO action_rows (action_id, tenant, machine_id, machine_name, sha1, file_name, comment, severity,
                    state, reason, status, machine_action_id, requestor, attempts, created_at, due_at, submitted_at,
                    checked_at, finished_at, updated_at, rank, arrived_at, state_since, counted_at, sent_at, machine_action)
                SELECT n, tenant, machine.id, name, file.id, 'invoice.exe',
                    'Stop and quarantine file on machine due to alert da' || n || '_1 [lazaret:0123456789ab:' || n || ']',
                    'high', state, iif(state = 'held', 'approval', NULL), status, guid, iif(sent, 'Lazaret', NULL), sent, at,
                    iif(state IN ('queued', 'submitted'), done, NULL), iif(sent, at, NULL), iif(sent, done, NULL),
                    iif(state IN ('held', 'queued', 'submitted'), NULL, done), done, n, at, done,
                    iif(state IN ('held', 'denied', 'dry_run'), NULL, at), iif(sent, at, NULL),
                    iif(sent, '{"id":"' || guid || '","type":"StopAndQuarantineFile","status":"' || status
                        || '","machineId":"' || machine.id || '","computerDnsName":"' || name
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
                JOIN machine ON machine.number = m JOIN file ON file.number = f ORDER BY a.n
                """, arguments: [actions])
        try db.execute(
            sql: """
                INSERT INTO files SELECT n, 'alert-' || n || '.json', at, 1, 0, NULL, 0, done FROM part;
                INSERT INTO alert_rows SELECT n, tenant, 'da' || n || '_1', 'Malware was detected', 'high', at,
                    'alert-' || n || '.json', lower(hex(randomblob(32))), 'defender-alert', 'mapped', NULL, at, n, NULL, NULL
                    FROM part;
                INSERT INTO action_alerts SELECT n, n FROM part;
                INSERT INTO attempts SELECT n, n, tenant, 'submit', at, done, 201, 'accepted', NULL, NULL, NULL, NULL FROM part;
                DROP TABLE part;
                """)
    }

    /// By the words of `docs/event-chain.md`.
    private func chain(_ db: Database) throws {
        let insert = try db.makeStatement(sql: "INSERT INTO events VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)")
        var previous = String(repeating: "0", count: 64)
        let states = [nil, "queued", "sending", "submitted", "succeeded"]
        for id in stride(from: 1, through: events, by: 1) {
            let (action, step) = ((id + 3) / 4, (id - 1) % 4)
            let values = [
                String(id), "2026-01-31T12:34:56.789Z", String(action), "daemon", step == 0 ? "created" : "changed",
                states[step], states[step + 1], nil, "{}", previous,
            ]
            let text = values.map { value in value.map { "\($0.utf8.count):\($0)\n" } ?? "-\n" }.joined()
            let hash = SHA256.hash(data: Data(("lazaret-event-1\n" + text).utf8))
                .map { String($0 >> 4, radix: 16) + String($0 & 15, radix: 16) }.joined()
            try insert.execute(arguments: [
                id, values[1], action, "daemon", values[4], values[5], values[6], nil, "{}", previous, hash,
            ])
            previous = hash
        }
        try db.execute(sql: "INSERT OR REPLACE INTO chain_head VALUES (1, ?, ?)", arguments: [events, previous])
    }

    private func count(_ db: Database) throws {
        try db.execute(
            sql: """
                INSERT INTO state_counts SELECT tenant, state, count(*) FROM action_rows GROUP BY tenant, state;
                INSERT INTO day_totals (day, tenant, actions, \(Self.states.joined(separator: ", ")))
                    SELECT substr(created_at, 1, 10), tenant, count(*), \(Self.sums("state", Self.states)) FROM action_rows
                    GROUP BY 1, 2;
                INSERT INTO day_totals (day, tenant, alerts, mapped)
                    SELECT substr(received_at, 1, 10), tenant, count(*), \(Self.sums("outcome", ["mapped"])) FROM alert_rows
                    WHERE true GROUP BY 1, 2
                    ON CONFLICT DO UPDATE SET alerts = excluded.alerts, mapped = excluded.mapped;
                """)
    }

    private static let states = [
        "held", "queued", "submitted", "succeeded", "denied", "failed", "timed_out", "expired", "refused", "cancelled",
    ]

    private static func sums(_ column: String, _ words: [String]) -> String {
        words.map { "sum(\(column) = '\($0)')" }.joined(separator: ", ")
    }
}
