import GRDB
public import LazaretCore

/// What retention removed.
public struct Pruned: Hashable, Sendable {
    public var actions = 0
    public var alerts = 0
    public var attempts = 0
    public var files = 0
    public var events = 0

    /// A single event may be the `pruned` one of the step before: no reason for another.
    fileprivate var isDone: Bool { actions + alerts + attempts + files == 0 && events < 2 }
}

extension ActionLog {
    /// Applies retention: removes what ended before `cutoff`, with its attempts, alerts and events. Never an action that is
    /// not final, nor an event behind one that must stay (docs/event-chain.md).
    ///
    /// A row of short transactions, each as large as keeps it near ``stepTime`` by `now`, so that nothing else waits long; a
    /// cancelled task stops between two of them. Each tells what it did in a `pruned` event.
    ///
    /// - Parameters:
    ///   - comment: a person's; in an event of its own after the first that tells what went, because a `pruned` event's
    ///     detail is part of the chain's proof.
    ///   - progress: called after each of the steps with the sum so far.
    public func prune(
        before cutoff: Instant, actor: String, comment: String = "",
        progress: @Sendable (Pruned) -> Void = { _ in }, at now: @escaping @Sendable () -> Moment
    ) async throws -> Pruned {
        var sum = Pruned()
        var step = Self.firstStep
        while !Task.isCancelled {
            let remark = sum == Pruned() ? comment : ""
            let (size, start) = (step, now())
            let (part, took) = try await write(at: start) { transaction in
                let began = now().steady
                let part = try transaction.prune(before: cutoff.stored, actor: actor.storable(), step: size)
                if !part.isDone && !remark.isEmpty {
                    let detail = Event.detail(comment: remark)
                    try transaction.append(Event(word: .pruned, actor: actor.storable(), detail: detail))
                }
                return (part, now().steady - began)
            }
            sum.add(part)
            progress(sum)
            if part.isDone { break }
            if took > Self.stepTime { step = max(step / 2, 5) }
            if took < Self.stepTime / 2 { step = min(step * 2, 1000) }
        }
        return sum
    }

    private static let firstStep = 50
    private static let stepTime: Duration = .milliseconds(15)
}

extension Pruned {
    fileprivate mutating func add(_ part: Pruned) {
        actions += part.actions
        alerts += part.alerts
        attempts += part.attempts
        files += part.files
        events += part.events
    }
}

extension WriteTransaction {
    /// `step`: how many actions at most; of what is lighter, more.
    fileprivate func prune(before cutoff: String, actor: String, step: Int) throws -> Pruned {
        var pruned = Pruned()
        try pruneActions(before: cutoff, step: step, &pruned)
        pruned.alerts += try change(
            """
            DELETE FROM alert_rows WHERE alert_key IN (
                SELECT alert_key FROM alert_rows WHERE received_at < ?
                AND NOT EXISTS (SELECT 1 FROM action_alerts WHERE action_alerts.alert_key = alert_rows.alert_key)
                ORDER BY received_at LIMIT ?)
            """, [cutoff, step * 2])
        pruned.attempts += try change(
            """
            DELETE FROM attempts WHERE attempt_id IN (
                SELECT attempt_id FROM attempts WHERE started_at < ? AND action_id IS NULL
                ORDER BY started_at LIMIT ?)
            """, [cutoff, step * 4])
        pruned.files += try change(
            """
            DELETE FROM files WHERE file_id IN (
                SELECT file_id FROM files WHERE taken_at < ?
                AND NOT EXISTS (SELECT 1 FROM alert_rows WHERE alert_rows.file_id = files.file_id)
                ORDER BY taken_at LIMIT ?)
            """, [cutoff, step * 4])
        try pruneEvents(before: cutoff, actor: actor, step: step * 10, &pruned)
        if pruned.isDone {
            try run("DELETE FROM day_totals WHERE alerts = 0 AND actions = 0 AND day < ?", [String(cutoff.prefix(10))])
        }
        return pruned
    }

    private func pruneActions(before cutoff: String, step: Int, _ pruned: inout Pruned) throws {
        let actions = try Int64.fetchAll(
            db.cachedStatement(
                sql: """
                    SELECT action_id FROM action_rows
                    WHERE state IN (\(StateSet.final)) AND finished_at < ? AND finished_at IS NOT NULL
                    ORDER BY finished_at LIMIT ?
                    """), arguments: [cutoff, step])
        for action in actions {
            try run("DELETE FROM action_alerts WHERE action_id = ?", [action])
            pruned.attempts += try change("DELETE FROM attempts WHERE action_id = ?", [action])
            try run("DELETE FROM cancel_requests WHERE action_id = ?", [action])
            try run("DELETE FROM action_rows WHERE action_id = ?", [action])
        }
        pruned.actions += actions.count
    }

    /// The oldest events, up to the first that must stay: a checkpoint, the event that tells of it, and they are gone.
    private func pruneEvents(before cutoff: String, actor: String, step: Int, _ pruned: inout Pruned) throws {
        guard let first = try row("SELECT min(event_id) FROM events")?[0] as Int64? else { return }
        let kept = try row(
            """
            SELECT event_id FROM events WHERE event_id < ?2 AND (at >= ?1
                OR EXISTS (SELECT 1 FROM action_rows WHERE action_rows.action_id = events.action_id))
            ORDER BY event_id LIMIT 1
            """, [cutoff, first + Int64(step)])
        let end = kept.map { ($0[0] as Int64) - 1 } ?? first + Int64(step) - 1
        let last = try row(
            "SELECT event_id, hash FROM events WHERE event_id <= ? ORDER BY event_id DESC LIMIT 1", [end])
        guard let last else { return }
        let head = EventHead(event: last[0], hash: last[1])
        try run("INSERT INTO event_checkpoints VALUES (?, ?, ?, ?)", [head.event, head.hash, at, actor])
        try append(Event(word: .pruned, actor: actor, detail: Event.detail(["checkpoint": head.description])))
        pruned.events += try change("DELETE FROM events WHERE event_id <= ?", [head.event])
    }
}
