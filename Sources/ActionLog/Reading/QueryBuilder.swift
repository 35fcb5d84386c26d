import GRDB
import LazaretCore

/// A list in the order of time and key: WHERE, ORDER BY and LIMIT with their arguments.
///
/// Every index of a list is (what is asked for, time), and SQLite adds the key: so each list is read in its order, and ends at
/// its limit, however long the log.
struct QueryBuilder {
    private let from: String
    private let time: String
    private let key: String
    private var conditions = Conditions()
    private var alternative = ""
    private var alternatives: [String] = []
    private var ascending = false

    init(from: String, time: String, key: String) {
        self.from = from
        self.time = time
        self.key = key
    }

    mutating func add(_ condition: String, _ values: [any DatabaseValueConvertible]) {
        conditions.add(condition, values)
    }

    /// Rows for which `condition` holds for one of the values, which exclude each other. None: no condition.
    mutating func alternatives(_ condition: String, _ values: [String]) {
        alternative = condition
        for value in values where !alternatives.contains(value) { alternatives.append(value) }
    }

    /// `after`: the key of the last row of the page before; nothing follows one that is no longer there.
    mutating func page(since: Instant?, until: Instant?, after: Int64?, in table: String, ascending: Bool) {
        self.ascending = ascending
        if let since { add("\(time) >= ?", [since.stored]) }
        if let until { add("\(time) < ?", [until.stored]) }
        if let after {
            add(
                "(\(time), \(key)) \(ascending ? ">" : "<") ((SELECT \(time) FROM \(table) WHERE \(key) = ?), ?)",
                [after, after])
        }
    }

    func finish(limit: Int?) -> (sql: String, arguments: StatementArguments) {
        var values: [(any DatabaseValueConvertible)?] = []
        var parts: [String] = []
        for value in alternatives.isEmpty ? [nil] : alternatives.map(Optional.some) {
            parts.append(from + conditions.clause(first: value == nil ? nil : alternative))
            if let value { values.append(value) }
            values += conditions.arguments
        }
        let direction = ascending ? "" : " DESC"
        var sql = parts.joined(separator: " UNION ALL ") + " ORDER BY \(time)\(direction), \(key)\(direction)"
        if let limit {
            sql += " LIMIT ?"
            values.append(limit)
        }
        return (sql, StatementArguments(values))
    }
}
