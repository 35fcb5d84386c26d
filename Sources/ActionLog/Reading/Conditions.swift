import GRDB

/// The conditions of a WHERE clause, all of which must hold, with their arguments.
struct Conditions {
    private(set) var texts: [String] = []
    private(set) var arguments: [(any DatabaseValueConvertible)?] = []

    mutating func add(_ condition: String, _ values: [any DatabaseValueConvertible]) {
        texts.append(condition)
        arguments += values
    }

    /// ` WHERE …`; empty where there is no condition. `first`: one that stands before the others.
    func clause(first: String? = nil) -> String {
        let all = (first.map { [$0] } ?? []) + texts
        return all.isEmpty ? "" : " WHERE " + all.joined(separator: " AND ")
    }

    /// The clause with an order that some index has, and a limit; nil: all of them.
    func finish(order: String, limit: Int?) -> (sql: String, arguments: StatementArguments) {
        let sql = clause() + " ORDER BY " + order
        guard let limit else { return (sql, StatementArguments(arguments)) }
        return (sql + " LIMIT ?", StatementArguments(arguments + [limit]))
    }
}
