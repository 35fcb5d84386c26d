import GRDB
import LazaretCore

/// The rows of a long queue: as intake writes them, of mixed severity, so that the order of leaving is not that of arrival.
extension LongLog {
    /// Of ten alerts.
    private static let shares: [(severity: Severity, below: Int)] = [
        (.high, 3), (.medium, 7), (.low, 9), (.informational, 10),
    ]

    func addQueued(_ db: Database, tenant: String) throws {
        let severity = Self.shares.map { "WHEN chance % 10 < \($0.below) THEN '\($0.severity.rawValue)'" }
        let headStart = Self.shares.map { share in
            let rank = QueueRank.rank(severity: share.severity, arrivedAt: Instant(milliseconds: 0))
            return "WHEN chance % 10 < \(share.below) THEN \(rank)"
        }
        try db.execute(
            sql: """
                INSERT INTO action_rows (action_id, tenant, machine_id, machine_name, sha1, file_name, comment, severity,
                    state, created_at, updated_at, state_since, arrived_at, due_at, counted_at, rank)
                SELECT n, ?1, long_machine.id, name, long_file.id, 'invoice.exe',
                    'Malware was detected, alert da' || n || '_1 [lazaret:0123456789ab:' || n || ']',
                    CASE \(severity.joined(separator: " ")) END, 'queued', at, at, at, at, at, at,
                    ms + CASE \(headStart.joined(separator: " ")) END
                FROM part JOIN long_machine ON long_machine.number = m JOIN long_file ON long_file.number = f
                ORDER BY part.n
                """, arguments: [tenant])
        try db.execute(
            sql: """
                INSERT INTO files SELECT (n + 19) / 20, 'alerts-' || (n + 19) / 20 || '.jsonl', at, open, 0, NULL, open, NULL
                    FROM (SELECT *, min(20, ?1 - n + 1) AS open FROM part WHERE n % 20 = 1)
                """, arguments: [actions])
        try db.execute(
            sql: """
                INSERT INTO alert_rows SELECT n, ?1, 'da' || n || '_1', 'Malware was detected',
                    CASE \(severity.joined(separator: " ")) END, NULL, 'alerts-' || (n + 19) / 20 || '.jsonl',
                    lower(hex(randomblob(32))), 'defender-alert', 'mapped', NULL, at, (n + 19) / 20, (n - 1) % 20 + 1, NULL
                    FROM part
                """, arguments: [tenant])
        try db.execute(sql: "INSERT INTO action_alerts SELECT n, n FROM part; DROP TABLE part")
    }
}
