import GRDB
public import LazaretCore

/// What `lazaret actions` asks for. Every condition that is set must hold.
public struct ActionFilter: Sendable {
    public var states: [String] = []
    /// MachineAction.status, any letter case.
    public var status: String?
    /// A machine's id or its DNS name.
    public var machine: String?
    public var sha1: String?
    /// The producer's alert id.
    public var alert: String?
    public var tenant: String?
    /// Of `created_at`: from `since` on, before `until`.
    public var since: Instant?
    public var until: Instant?
    /// Nil: all of them.
    public var limit: Int?
    /// The last action_id of the page before: newest first, so smaller ones follow.
    public var after: Int64?
    /// Oldest first, for exports.
    public var ascending = false

    public init() {}

    func clauses() -> (sql: String, arguments: StatementArguments) {
        var query = QueryBuilder()
        if !states.isEmpty {
            let marks = Array(repeating: "?", count: states.count).joined(separator: ", ")
            query.add("state IN (\(marks))", states)
        }
        if let status { query.add("status = ? COLLATE NOCASE", [status]) }
        if let machine {
            query.add("(machine_id = ? OR machine_name = ? COLLATE NOCASE)", [machine.lowercased(), machine])
        }
        if let sha1 { query.add("sha1 = ?", [sha1.lowercased()]) }
        if let alert {
            query.add(
                "action_id IN (SELECT action_id FROM action_alerts JOIN alert_rows USING (alert_key) WHERE alert_id = ?)",
                [alert])
        }
        if let tenant { query.add("tenant = ?", [tenant]) }
        if let since { query.add("created_at >= ?", [since.description]) }
        if let until { query.add("created_at < ?", [until.description]) }
        if let after { query.add(ascending ? "action_id > ?" : "action_id < ?", [after]) }
        return query.finish(order: "action_id", ascending: ascending, limit: limit)
    }
}

/// What `lazaret alerts` asks for.
public struct AlertFilter: Sendable {
    public var outcome: String?
    public var tenant: String?
    /// Of `received_at`: from `since` on, before `until`.
    public var since: Instant?
    public var until: Instant?
    public var limit: Int?
    public var after: Int64?
    public var ascending = false

    public init() {}

    func clauses() -> (sql: String, arguments: StatementArguments) {
        var query = QueryBuilder()
        if let outcome { query.add("outcome = ?", [outcome]) }
        if let tenant { query.add("tenant = ?", [tenant]) }
        if let since { query.add("received_at >= ?", [since.description]) }
        if let until { query.add("received_at < ?", [until.description]) }
        if let after { query.add(ascending ? "alert_key > ?" : "alert_key < ?", [after]) }
        return query.finish(order: "alert_key", ascending: ascending, limit: limit)
    }
}

/// WHERE, ORDER BY and LIMIT with their arguments.
struct QueryBuilder {
    private var conditions: [String] = []
    private var arguments: [(any DatabaseValueConvertible)?] = []

    mutating func add(_ condition: String, _ values: [any DatabaseValueConvertible]) {
        conditions.append(condition)
        arguments += values
    }

    func finish(order: String, ascending: Bool, limit: Int?) -> (sql: String, arguments: StatementArguments) {
        var sql = conditions.isEmpty ? "" : " WHERE " + conditions.joined(separator: " AND ")
        sql += " ORDER BY \(order)" + (ascending ? "" : " DESC")
        var values = arguments
        if let limit {
            sql += " LIMIT ?"
            values.append(limit)
        }
        return (sql, StatementArguments(values))
    }
}
