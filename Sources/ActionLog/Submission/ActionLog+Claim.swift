import GRDB
public import LazaretCore

extension ActionLog {
    public func nextDue(tenant: String, at now: Moment) async throws -> DueSubmission {
        try await read { db in
            if try Row.fetchOne(db.cachedStatement(sql: "SELECT 1 FROM kill_switch")) != nil { return .paused }
            let first = try String.fetchOne(
                db.cachedStatement(
                    sql: """
                        SELECT due_at FROM action_rows WHERE tenant = ? AND state = 'queued' AND due_at IS NOT NULL
                        ORDER BY due_at LIMIT 1
                        """), arguments: [tenant])
            guard let first else { return .nothing }
            let due = try Instant(stored: first)
            return due <= now.wall ? .now : .later(due)
        }
    }

    public func claim(_ request: ClaimRequest, at now: Moment) async throws -> ClaimResult {
        let picker = ClaimPicker(request: request, installation: installation, slots: slotBook)
        return try await write(at: now) { try picker.pick($0) }
    }
}

/// Picks the next action of a tenant, judged once more, and writes the intent to POST it.
private struct ClaimPicker: Sendable {
    /// How many that no longer pass are moved on in one transaction, so that other writers are not kept waiting.
    static let movesAtOnce = 256

    let request: ClaimRequest
    let installation: String
    let slots: SlotBook

    func pick(_ transaction: WriteTransaction) throws -> ClaimResult {
        if try transaction.row("SELECT 1 FROM kill_switch") != nil { return .paused }
        // Queued under another mode: in dry run nothing leaves, it ages where it is.
        if request.rules.mode == .dryRun { return .nothing(next: nil) }
        let answered = try answered(transaction)
        for _ in 0..<Self.movesAtOnce {
            guard let row = try next(transaction, answered) else { return .nothing(next: try nextDue(transaction)) }
            let candidate = try QueuedAction(row: row, installation: installation)
            guard let obstacle = try obstacle(to: candidate, transaction) else {
                return .claimed(try intend(candidate, transaction))
            }
            try transaction.apply(obstacle)
        }
        return .nothing(next: transaction.now.wall)
    }

    private func next(_ transaction: WriteTransaction, _ answered: String?) throws -> Row? {
        guard let answered else {
            return try transaction.row(
                """
                SELECT \(QueuedAction.columns) FROM action_rows AS a INDEXED BY action_queue
                WHERE tenant = ? AND state = 'queued' AND due_at <= ? AND \(Self.machineIsFree)
                ORDER BY rank, action_id LIMIT 1
                """, [request.tenant, transaction.at])
        }
        // Behind the horizon nothing is asked yet, so nothing need be looked at.
        return try transaction.row(
            """
            SELECT \(QueuedAction.columns) FROM action_rows WHERE action_id = (
                SELECT action_id FROM (
                    SELECT tenant, action_id, machine_id, sha1, rank FROM action_rows INDEXED BY action_queue
                    WHERE tenant = ?1 AND state = 'queued' AND due_at <= ?2
                    ORDER BY rank, action_id LIMIT \(ActionLog.lookupHorizon)) AS a
                WHERE \(Self.machineIsFree) \(answered) ORDER BY rank, action_id LIMIT 1)
            """, [request.tenant, transaction.at])
    }

    /// With `policy.lookups`, only that leaves of which Defender's answers are fresh (or cannot be had). Nil: nothing is asked.
    private func answered(_ transaction: WriteTransaction) throws -> String? {
        let facts = FactQueries(db: transaction.db, tenant: request.tenant)
        let waits = try [LazaretCore.Operation.machine, .file].filter {
            try request.rules.lookups.asks($0) && !facts.laneIsAtFault($0)
        }
        if waits.isEmpty { return nil }
        return waits.compactMap(LookupTable.init).map { kind in
            """
            AND EXISTS (SELECT 1 FROM \(kind.table) AS known WHERE known.tenant = ?1
                AND known.\(kind.subject) = a.\(kind.subject) AND known.valid_until > ?2 AND known.outcome <> 'try_again')
            """
        }.joined(separator: " ")
    }

    private func nextDue(_ transaction: WriteTransaction) throws -> Instant? {
        let row = try transaction.row(
            """
            SELECT due_at FROM action_rows AS a
            WHERE tenant = ? AND state = 'queued' AND due_at > ? AND \(Self.machineIsFree)
            ORDER BY due_at LIMIT 1
            """, [request.tenant, transaction.at])
        return try row.map { try Instant(stored: $0[0]) }
    }

    private static let machineIsFree = """
        NOT EXISTS (SELECT 1 FROM action_rows AS b WHERE b.tenant = a.tenant AND b.machine_id = a.machine_id
            AND b.state IN (\(StateSet.busy)))
        """

    /// What the action must become instead of being sent; nil where it may leave.
    private func obstacle(to action: QueuedAction, _ transaction: WriteTransaction) throws -> Transition? {
        let now = transaction.now.wall
        if let cancel = try transaction.cancelRequest(for: action.id) {
            return Transition(
                action: action.id, change: ActionChange(from: .queued, to: .cancelled, reason: .byOperator),
                actor: cancel.actor, word: .cancelled, detail: Event.detail(comment: cancel.comment))
        }
        if now - action.arrivedAt > request.retry.maximumAge { return action.moved(to: .expired, .maximumAge) }
        if action.attempts >= request.retry.maximumAttempts { return action.moved(to: .expired, .maximumAttempts) }
        return try action.judged(transaction, tenant: request.tenant, rules: request.rules, from: .queued)
    }

    /// The write-ahead intent: state, attempt row and quota slot.
    private func intend(_ action: QueuedAction, _ transaction: WriteTransaction) throws -> Claim {
        try transaction.apply(
            Transition(action: action.id, change: ActionChange(from: .queued, to: .sending)))
        let call = CallIntent(
            tenant: request.tenant, operation: .submit, actionID: action.id, deadline: request.deadline)
        return Claim(
            actionID: action.id, attemptID: try transaction.begin(call, slots: slots), tenant: request.tenant,
            submission: action.submission, attempts: action.attempts, arrivedAt: action.arrivedAt,
            deadline: request.deadline)
    }
}
