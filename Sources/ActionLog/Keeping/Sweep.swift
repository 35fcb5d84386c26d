import GRDB
import LazaretCore

/// One run of retention, kind of row after kind, in steps. Each step looks at no more rows than it may remove: where it is in a
/// table that also has rows which must stay is kept here from step to step.
struct Sweep: Sendable {
    enum Phase: Sendable {
        case actions, alerts, attempts, files, events
    }

    /// At most so many events a step, some 10 to 20 µs each.
    private static let eventsAtOnce = 1000

    let cutoff: String
    let actor: String
    /// Nil: the run is done.
    private(set) var phase: Phase? = .actions
    /// The time and the key of the last row looked at.
    private var last: (time: String, key: Int64) = ("", 0)

    init(cutoff: String, actor: String) {
        self.cutoff = cutoff
        self.actor = actor
    }

    /// `step`: how many actions at most; of what is lighter, more. `isOver`: asked after each row; the step ends where it says so.
    /// (Events go as one piece, which no clock can end: they lie together, and none costs much.)
    mutating func go(on transaction: WriteTransaction, step: Int, isOver: () -> Bool) throws -> Pruned {
        var pruned = Pruned()
        switch phase {
        case .actions: try actions(transaction, step, isOver, &pruned)
        case .alerts: pruned.alerts += try pass(transaction, step * 2, isOver, through: .alerts, then: .attempts)
        case .attempts: pruned.attempts += try pass(transaction, step * 4, isOver, through: .attempts, then: .files)
        case .files: pruned.files += try pass(transaction, step * 4, isOver, through: .files, then: .events)
        case .events: try events(transaction, min(step * 10, Self.eventsAtOnce), &pruned)
        case nil: break
        }
        return pruned
    }

    private mutating func go(to next: Phase?) {
        phase = next
        last = ("", 0)
    }

    private mutating func actions(
        _ transaction: WriteTransaction, _ limit: Int, _ isOver: () -> Bool, _ pruned: inout Pruned
    ) throws {
        let actions = try Int64.fetchAll(
            transaction.db.cachedStatement(
                sql: """
                    SELECT action_id FROM action_rows
                    WHERE state IN (\(StateSet.final)) AND finished_at < ? AND finished_at IS NOT NULL
                    ORDER BY finished_at LIMIT ?
                    """), arguments: [cutoff, limit])
        for action in actions {
            try transaction.run("DELETE FROM action_alerts WHERE action_id = ?", [action])
            pruned.attempts += try transaction.change("DELETE FROM attempts WHERE action_id = ?", [action])
            try transaction.run("DELETE FROM cancel_requests WHERE action_id = ?", [action])
            try transaction.run("DELETE FROM action_rows WHERE action_id = ?", [action])
            pruned.actions += 1
            if isOver() { return }
        }
        if actions.count < limit { go(to: .alerts) }
    }

    /// Looks at a table's next old rows, in the order of their time, and removes those that need not stay. Returns how many went.
    private mutating func pass(
        _ transaction: WriteTransaction, _ limit: Int, _ isOver: () -> Bool, through table: Table, then next: Phase
    ) throws -> Int {
        let (time, key) = (table.time, table.key)
        let rows = try Row.fetchAll(
            transaction.db.cachedStatement(
                sql: """
                    SELECT \(time), \(key) FROM \(table.name) WHERE \(time) < ?1 AND (\(time), \(key)) > (?2, ?3)
                    ORDER BY \(time), \(key) LIMIT ?4
                    """), arguments: [cutoff, last.time, last.key, limit])
        var removed = 0
        for row in rows {
            removed += try transaction.change(
                "DELETE FROM \(table.name) WHERE \(key) = ?1 AND \(table.removable)", [row[1] as Int64])
            last = (row[0], row[1])
            if isOver() { return removed }
        }
        if rows.count < limit { go(to: next) }
        return removed
    }

    /// A table of which some old rows must stay.
    private struct Table {
        var name: String
        var time: String
        var key: String
        /// Holds for a row that may go (`?1`: its key).
        var removable: String

        /// Those that no action is left of, or that never had one.
        static let alerts = Table(
            name: "alert_rows", time: "received_at", key: "alert_key",
            removable: "NOT EXISTS (SELECT 1 FROM action_alerts WHERE action_alerts.alert_key = ?1)")
        /// Calls that were about no action, and are over; the others went with theirs.
        static let attempts = Table(
            name: "attempts", time: "started_at", key: "attempt_id",
            removable: "action_id IS NULL AND finished_at IS NOT NULL")
        static let files = Table(
            name: "files", time: "taken_at", key: "file_id",
            removable: "NOT EXISTS (SELECT 1 FROM alert_rows WHERE alert_rows.file_id = ?1)")
    }

    /// The oldest events, up to the first that must stay: a checkpoint, the event that tells of it, and they are gone.
    private mutating func events(_ transaction: WriteTransaction, _ limit: Int, _ pruned: inout Pruned) throws {
        let removed = try removeEvents(transaction, limit)
        pruned.events += removed
        // A single one may be the `pruned` one of the step before: no reason for another.
        guard removed < 2 else { return }
        try transaction.run(
            "DELETE FROM day_totals WHERE alerts = 0 AND actions = 0 AND day < ?", [String(cutoff.prefix(10))])
        go(to: nil)
    }

    private func removeEvents(_ transaction: WriteTransaction, _ limit: Int) throws -> Int {
        guard let first = try transaction.row("SELECT min(event_id) FROM events")?[0] as Int64? else { return 0 }
        let kept = try transaction.row(
            """
            SELECT event_id FROM events WHERE event_id < ?2 AND (at >= ?1
                OR EXISTS (SELECT 1 FROM action_rows WHERE action_rows.action_id = events.action_id))
            ORDER BY event_id LIMIT 1
            """, [cutoff, first + Int64(limit)])
        let end = kept.map { ($0[0] as Int64) - 1 } ?? first + Int64(limit) - 1
        let last = try transaction.row(
            "SELECT event_id, hash FROM events WHERE event_id <= ? ORDER BY event_id DESC LIMIT 1", [end])
        guard let last else { return 0 }
        let head = EventHead(event: last[0], hash: last[1])
        try transaction.run(
            "INSERT INTO event_checkpoints VALUES (?, ?, ?, ?)", [head.event, head.hash, transaction.at, actor])
        try transaction.append(
            Event(word: .pruned, actor: actor, detail: Event.detail(["checkpoint": head.description])))
        return try transaction.change("DELETE FROM events WHERE event_id <= ?", [head.event])
    }
}
