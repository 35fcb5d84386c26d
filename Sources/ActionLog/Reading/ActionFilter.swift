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
    /// The last action_id of the page before.
    public var after: Int64?
    /// Oldest first, for exports.
    public var ascending = false

    public init() {}

    /// Several states are as many queries, each by its index, merged: none sorts more than it shows.
    func query() -> (sql: String, arguments: StatementArguments) {
        let list = Schema.actionColumns.joined(separator: ", ")
        var query = QueryBuilder(from: "SELECT \(list) FROM action_rows", time: "created_at", key: "action_id")
        if states.isEmpty, let status {
            // Each status belongs to one state, and the state has an index.
            query.alternatives("state = ?", [MachineAction.Status(status).state.rawValue])
        } else {
            query.alternatives("state = ?", states)
        }
        if let status { query.add("status = ? COLLATE NOCASE", [status]) }
        if let machine {
            if let id = MachineID(machine) {
                query.add("machine_id = ?", [id.description])
            } else {
                query.add("machine_name = ? COLLATE NOCASE", [machine])
            }
        }
        if let sha1 { query.add("sha1 = ?", [sha1.lowercased()]) }
        if let alert {
            query.add(
                "action_id IN (SELECT action_id FROM action_alerts JOIN alert_rows USING (alert_key) WHERE alert_id = ?)",
                [alert])
        }
        if let tenant { query.add("tenant = ?", [tenant]) }
        query.page(since: since, until: until, after: after, in: "action_rows", ascending: ascending)
        return query.finish(limit: limit)
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

    func query() -> (sql: String, arguments: StatementArguments) {
        let list = Schema.alertColumns.joined(separator: ", ")
        var query = QueryBuilder(from: "SELECT \(list) FROM alert_rows", time: "received_at", key: "alert_key")
        if let outcome { query.add("outcome = ?", [outcome]) }
        if let tenant { query.add("tenant = ?", [tenant]) }
        query.page(since: since, until: until, after: after, in: "alert_rows", ascending: ascending)
        return query.finish(limit: limit)
    }
}
