import GRDB

extension ActionLog {
    /// Runs one SELECT and hands each row to `body`, in one snapshot, without holding more than a row. Blocks.
    func forEachRow(
        _ sql: String, _ arguments: StatementArguments, columns: [String], _ body: ([Cell]) throws -> Void
    ) throws {
        do {
            try blockingRead { db in
                let cursor = try Row.fetchCursor(db, sql: sql, arguments: arguments)
                while let row = try cursor.next() {
                    try body(columns.indices.map { Cell(row[$0] as DatabaseValue) })
                }
            }
        } catch let error as DatabaseError {
            throw ActionLogError.of(error)
        }
    }

    func rows(_ sql: String, _ arguments: StatementArguments, columns: [String]) throws -> Rows {
        var rows = Rows(columns: columns)
        try forEachRow(sql, arguments, columns: columns) { rows.rows.append($0) }
        return rows
    }
}
