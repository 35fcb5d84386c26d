import GRDB
public import LazaretCore

/// What `lazaret export events` and `lazaret watch` ask for. Every condition that is set must hold.
public struct EventFilter: Sendable {
    public var action: Int64?
    public var actor: String?
    /// Of the action that the event is about.
    public var tenant: String?
    public var machine: String?
    public var sha1: String?
    /// Of `at`: from `since` on, before `until`.
    public var since: Instant?
    public var until: Instant?
    /// Events after this event_id.
    public var after: Int64 = 0
    /// Nil: all of them.
    public var limit: Int?

    public init() {}

    func clauses() -> (sql: String, arguments: StatementArguments) {
        var query = Conditions()
        if after > 0 { query.add("event_id > ?", [after]) }
        if let action { query.add("action_id = ?", [action]) }
        if let actor { query.add("actor = ?", [actor]) }
        if let since { query.add("at >= ?", [since.stored]) }
        if let until { query.add("at < ?", [until.stored]) }
        for (column, value) in [("tenant", tenant), ("sha1", sha1?.lowercased())] {
            guard let value else { continue }
            query.add(
                """
                EXISTS (SELECT 1 FROM action_rows WHERE action_rows.action_id = events.action_id AND \(column) = ?)
                """, [value])
        }
        if let machine {
            query.add(
                """
                EXISTS (SELECT 1 FROM action_rows WHERE action_rows.action_id = events.action_id
                    AND (machine_id = ? OR machine_name = ? COLLATE NOCASE))
                """, [machine.lowercased(), machine])
        }
        return query.finish(order: "event_id", limit: limit)
    }
}

extension ActionLog {
    /// Rows of `events`, oldest first, handed over one by one. Blocks.
    public func forEachEvent(_ filter: EventFilter, _ body: ([Cell]) throws -> Void) throws {
        let (clauses, arguments) = filter.clauses()
        let list = Self.eventColumns.joined(separator: ", ")
        try forEachRow("SELECT \(list) FROM events" + clauses, arguments, columns: Self.eventColumns, body)
    }

    /// The id of the last event; 0 where there was never any. Blocks.
    public func lastEvent() throws -> Int64 {
        try rows("SELECT coalesce(max(event_id), 0) FROM events", [], columns: ["event_id"]).rows.first?.first?.integer
            ?? 0
    }
}
