import GRDB
public import LazaretCore

extension ActionLog: OutboxLog {
    public func finishedFiles(limit: Int, bytes: Int = .max) async throws -> [FileResult] {
        try await read { db in
            let rows = try Row.fetchCursor(
                db.cachedStatement(
                    sql: """
                        SELECT file_id, source_file, \(Self.resultJSON) FROM files
                        WHERE published_at IS NULL AND open_actions = 0 ORDER BY file_id LIMIT ?
                        """), arguments: [limit])
            var results: [FileResult] = []
            var size = 0
            while size < bytes, let row = try rows.next() {
                let result = FileResult(fileID: row[0], sourceFile: row[1], result: row[2])
                size += result.result.utf8.count
                results.append(result)
            }
            return results
        }
    }

    public func markPublished(_ files: [Int64], at now: Moment) async throws {
        try await write(at: now) { transaction in
            // One statement: ids are numbers, and SQLite reads a JSON array of them.
            try transaction.run(
                """
                UPDATE files SET published_at = ?
                WHERE file_id IN (SELECT value FROM json_each(?)) AND published_at IS NULL
                """, [transaction.at, "[" + files.map(String.init).joined(separator: ",") + "]"])
        }
    }

    /// `NAME.result.json` (contract, section 3), made by SQLite's JSON functions. `machine_action` is the object itself
    /// where it is valid JSON, as it was received; else its text.
    private static let resultJSON = """
        json_object(
            'file', source_file,
            'finished_at', (
                SELECT max(files.taken_at, coalesce(max(action_rows.finished_at), files.taken_at))
                FROM alert_rows JOIN action_alerts USING (alert_key) JOIN action_rows USING (action_id)
                WHERE alert_rows.file_id = files.file_id),
            'alerts', (
                SELECT json_group_array(json(alert)) FROM (
                    SELECT json_object(
                        'alert_id', alert_id, 'outcome', outcome, 'reason', reason,
                        'actions', (
                            SELECT json_group_array(json(action)) FROM (
                                SELECT json_object(\(actionJSON)) AS action
                                FROM action_alerts JOIN action_rows USING (action_id)
                                WHERE action_alerts.alert_key = alert_rows.alert_key ORDER BY action_id))) AS alert
                    FROM alert_rows WHERE alert_rows.file_id = files.file_id ORDER BY alert_key)))
        """

    private static let actionJSON = Schema.actionColumns.map { column in
        column == "machine_action"
            ? "'machine_action', iif(json_valid(machine_action), json(machine_action), machine_action)"
            : "'\(column)', \(column)"
    }.joined(separator: ", ")
}
