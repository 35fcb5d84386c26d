import GRDB
import LazaretCore

/// What the guard rails ask of the log. Of what has ended, each question scans at most its limit and one row more; of what is
/// on its way, at most what is for the file, or what was made for the machine since the oldest action on its way.
struct FactQueries {
    let db: Database
    let tenant: String

    /// Was there ever an action for the file, of whatever tenant?
    func hasActions(forFile sha1: String) throws -> Bool {
        try Bool.fetchOne(
            db.cachedStatement(sql: "SELECT EXISTS (SELECT 1 FROM action_rows WHERE sha1 = ?)"), arguments: [sha1])
            ?? false
    }

    /// The action for the same machine and file that is not final, or succeeded after `succeededAfter`.
    func twin(machine: String, sha1: String, succeededAfter: String) throws -> (action: Int64, isOpen: Bool)? {
        let row = try Row.fetchOne(
            db.cachedStatement(
                sql: """
                    SELECT action_id, 1 AS open FROM action_rows
                        WHERE tenant = ?1 AND sha1 = ?2 AND machine_id = ?3 AND state IN (\(StateSet.live))
                    UNION ALL SELECT action_id, 1 FROM action_rows
                        WHERE tenant = ?1 AND sha1 = ?2 AND machine_id = ?3 AND state = 'held'
                    UNION ALL SELECT action_id, 0 FROM action_rows
                        WHERE tenant = ?1 AND sha1 = ?2 AND machine_id = ?3 AND state = 'succeeded'
                        AND finished_at > ?4
                    LIMIT 1
                    """), arguments: [tenant, sha1, machine, succeededAfter])
        return row.map { ($0[0], $0[1]) }
    }

    /// Machines on which the file was queued or sent after `since`; at least `limit`, where there are so many.
    func machines(forFile sha1: String, since: String, limit: Int) throws -> Set<String> {
        try String.fetchSet(
            db.cachedStatement(
                sql: """
                    SELECT machine_id FROM (
                        SELECT DISTINCT machine_id FROM action_rows
                        WHERE tenant = ?1 AND sha1 = ?2 AND state IN (\(StateSet.live)) AND counted_at > ?3 LIMIT ?4)
                    UNION ALL SELECT machine_id FROM (
                        SELECT DISTINCT machine_id FROM action_rows
                        WHERE tenant = ?1 AND sha1 = ?2 AND \(StateSet.endedClause) AND counted_at > ?3 LIMIT ?4)
                    """), arguments: [tenant, sha1, since, limit])
    }

    /// When the oldest of all actions on their way was created: none of a machine's is older. Where there is none, after every
    /// time.
    func oldestLive() throws -> String {
        try String.fetchOne(
            db.cachedStatement(
                sql: """
                    SELECT coalesce(min(created_at), '~') FROM (
                        SELECT (SELECT min(created_at) FROM action_rows WHERE state = column1) AS created_at
                        FROM (VALUES \(StateSet.liveRows)))
                    """)) ?? "~"
    }

    /// How many actions, up to `limit`, were queued or sent for the machine after `since`, `except` left out.
    ///
    /// - Parameter oldest: ``oldestLive()``, from this transaction.
    func actions(
        onMachine machine: String, since: String, except: Int64?, limit: Int, oldest: String
    ) throws -> Int {
        try count(
            """
            SELECT 1 FROM action_rows INDEXED BY action_by_machine
                WHERE machine_id = ?2 AND created_at >= ?6 AND tenant = ?1 AND state IN (\(StateSet.live))
                AND counted_at > ?3 AND action_id <> ?4
            UNION ALL SELECT 1 FROM action_rows
                WHERE tenant = ?1 AND machine_id = ?2 AND \(StateSet.endedClause) AND counted_at > ?3 AND action_id <> ?4
            LIMIT ?5
            """, [tenant, machine, since, except ?? 0, limit, oldest])
    }

    /// How many actions, up to `limit`, were queued or sent for the tenant after `since`, `except` left out.
    func actions(since: String, except: Int64?, limit: Int) throws -> Int {
        try count(
            "SELECT 1 FROM action_rows WHERE tenant = ? AND counted_at > ? AND action_id <> ? LIMIT ?",
            [tenant, since, except ?? 0, limit])
    }

    /// Up to `limit` machines on which the file was ever quarantined.
    func machinesSucceeded(forFile sha1: String, limit: Int) throws -> Int {
        try count(
            "SELECT DISTINCT machine_id FROM action_rows WHERE tenant = ? AND sha1 = ? AND state = 'succeeded' LIMIT ?",
            [tenant, sha1, limit])
    }

    /// Up to `limit` machines on which the file is on its way.
    func machinesOnTheWay(forFile sha1: String, limit: Int) throws -> Set<String> {
        try String.fetchSet(
            db.cachedStatement(
                sql: """
                    SELECT DISTINCT machine_id FROM action_rows
                    WHERE tenant = ? AND sha1 = ? AND state IN (\(StateSet.live)) LIMIT ?
                    """), arguments: [tenant, sha1, limit])
    }

    /// An action for the file ended badly, and no person has decided about the file since.
    func hasUnresolvedEnd(forFile sha1: String) throws -> Bool {
        try Bool.fetchOne(
            db.cachedStatement(
                sql: "SELECT EXISTS (SELECT 1 FROM action_rows WHERE tenant = ? AND sha1 = ? AND unresolved = 1)"),
            arguments: [tenant, sha1]) ?? false
    }

    /// Was a document of this content taken in before? A rejected one was not.
    func hasSeen(_ content: String) throws -> Bool {
        try Bool.fetchOne(
            db.cachedStatement(
                sql: """
                    SELECT EXISTS (SELECT 1 FROM alert_rows
                    WHERE content_sha256 = ? AND tenant = ? AND outcome IN ('mapped', 'skipped'))
                    """), arguments: [content, tenant]) ?? false
    }

    /// All actions that the tenant ever had: no count can be above it. From the kept counters, so without what the running
    /// transaction has inserted.
    func total() throws -> Int {
        try Int.fetchOne(
            db.cachedStatement(sql: "SELECT sum(actions) FROM state_counts WHERE tenant = ?"), arguments: [tenant])
            ?? 0
    }

    private func count(_ query: String, _ arguments: StatementArguments) throws -> Int {
        try Int.fetchOne(db.cachedStatement(sql: "SELECT count(*) FROM (\(query))"), arguments: arguments) ?? 0
    }
}
