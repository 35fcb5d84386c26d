import GRDB
public import LazaretCore

extension ActionLog: SubmissionLog {
    public func recover(at now: Moment) async throws -> Int {
        let (recovered, fence) = try await write(at: now, takingOver: true) { transaction -> (Int, Int64) in
            let fence = try transaction.raiseFence()
            let sending = try Int64.fetchAll(
                transaction.db,
                sql:
                    "SELECT action_id FROM action_rows INDEXED BY action_by_state WHERE state = 'sending' ORDER BY created_at"
            )
            for action in sending {
                // The POST may have been on the wire: it counts as an attempt, and is looked for at once.
                let change = ActionChange(
                    from: .sending, to: .unconfirmed, reason: .crashed, dueAt: now.wall, countsAttempt: true)
                try transaction.apply(Transition(action: action, change: change))
            }
            try transaction.run("UPDATE action_rows SET looks = 0 WHERE state = 'unconfirmed' AND looks > 0")
            // Their quota slots stay: the service may have counted them.
            try transaction.run(
                """
                UPDATE attempts SET finished_at = ?, outcome = 'unknown', error_code = 'crashed'
                WHERE finished_at IS NULL
                """, [transaction.at])
            return (sending.count, fence)
        }
        memory.fence = fence
        return recovered
    }

    public func isStillOurs(_ claim: Claim) async throws -> Bool {
        let fence = memory.fence
        return try await read { [memory] db in
            let state = try String.fetchOne(
                db.cachedStatement(sql: "SELECT state FROM action_rows WHERE action_id = ?"),
                arguments: [claim.actionID])
            guard try memory.holds(fence, of: db) else { return false }
            if state == ActionState.sending.rawValue { return true }
            // Nobody else moves it, unless the file is another's by now (a copy put in its place).
            memory.noteSuperseded()
            return false
        }
    }

    public func pullForward(tenant: String, dueAfter horizon: Instant, at now: Moment) async throws {
        try await write(at: now) { transaction in
            try transaction.run(
                """
                UPDATE action_rows SET due_at = ?
                WHERE tenant = ? AND state IN ('queued', 'unconfirmed', 'submitted') AND due_at > ?
                """, [transaction.at, tenant, horizon.stored])
            for table in ["machine_lookups", "file_lookups"] {
                try transaction.run(
                    """
                    UPDATE \(table) SET valid_until = ?
                    WHERE tenant = ? AND outcome = 'try_again' AND valid_until > ?
                    """, [transaction.at, tenant, horizon.stored])
            }
            try transaction.run(
                "UPDATE cancel_requests SET due_at = ? WHERE tenant = ? AND due_at > ?",
                [transaction.at, tenant, horizon.stored])
        }
    }

    public func record(_ claim: Claim, call: FinishedCall, change: ActionChange, at now: Moment) async throws {
        try await write(at: now) { transaction in
            try transaction.finish(call)
            try transaction.apply(Transition(action: claim.actionID, change: change))
        }
    }

    public func record(_ look: Look, call: FinishedCall, change: ActionChange, at now: Moment) async throws {
        try await write(at: now) { transaction in
            try transaction.finish(call)
            try transaction.apply(Transition(action: look.actionID, change: change))
        }
    }

    public func dueLook(tenant: String, at now: Moment) async throws -> DueLook {
        let installation = installation
        return try await read { db in
            let row = try Row.fetchOne(
                db.cachedStatement(
                    sql: """
                        SELECT * FROM action_rows WHERE tenant = ? AND state = 'unconfirmed' AND due_at IS NOT NULL
                        ORDER BY due_at LIMIT 1
                        """), arguments: [tenant])
            guard let row else { return .nothing(next: nil) }
            let due = try Instant(stored: row["due_at"])
            guard due <= now.wall else { return .nothing(next: due) }
            return .due(
                Look(
                    actionID: row["action_id"],
                    submission: try Submission(row: row, installation: installation),
                    sentAt: try Instant(stored: row["sent_at"] ?? row["state_since"]), looks: row["looks"],
                    reason: Reason(rawValue: row["reason"] ?? "") ?? .unknownOutcome,
                    attempts: row["attempts"] - row["attempts_before"],
                    arrivedAt: try Instant(stored: row["arrived_at"]),
                    earlierIDs: Set((row["earlier_ids"] as String).split(separator: " ").map { $0.lowercased() })))
        }
    }
}

extension WriteTransaction {
    /// Takes the log over: whoever did so before may claim no more.
    fileprivate func raiseFence() throws -> Int64 {
        try run(
            """
            INSERT INTO settings VALUES ('fence', '1')
            ON CONFLICT (key) DO UPDATE SET value = CAST(CAST(value AS INTEGER) + 1 AS TEXT)
            """)
        return try ActionLog.currentFence(db)
    }
}

extension Submission {
    /// From a row of `action_rows`.
    init(row: Row, installation: String) throws {
        guard let machine = MachineID(row["machine_id"] as String), let sha1 = SHA1Hash(row["sha1"] as String) else {
            throw ActionLogError.corrupt("action \(row["action_id"] as Int64) has no valid machine id or hash")
        }
        self.init(
            machineID: machine, sha1: sha1, comment: row["comment"],
            marker: Marker(installation: installation, action: row["action_id"]))
    }
}
