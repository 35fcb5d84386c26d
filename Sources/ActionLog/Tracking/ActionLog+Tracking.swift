import GRDB
public import LazaretCore

extension ActionLog: TrackingLog {
    public func dueForTracking(tenant: String, limit: Int, at now: Moment) async throws -> TrackingRound {
        try await read { db in
            let first = try String.fetchOne(
                db.cachedStatement(
                    sql: """
                        SELECT due_at FROM action_rows WHERE tenant = ? AND state = 'submitted' AND due_at IS NOT NULL
                        ORDER BY due_at LIMIT 1
                        """), arguments: [tenant])
            guard let first else { return TrackingRound(open: [], next: nil) }
            let firstDue = try Instant(stored: first)
            guard firstDue <= now.wall else { return TrackingRound(open: [], next: firstDue) }
            let rows = try Row.fetchAll(
                db.cachedStatement(
                    sql: """
                        SELECT action_id, machine_action_id, submitted_at, status, due_at, state_since FROM action_rows
                        WHERE tenant = ? AND state = 'submitted' AND due_at IS NOT NULL
                        ORDER BY due_at LIMIT ?
                        """), arguments: [tenant, limit])
            let at = now.wall.stored
            let open = try rows.map { row in
                OpenAction(
                    actionID: row["action_id"], machineActionID: row["machine_action_id"],
                    submittedAt: try Instant(stored: row["submitted_at"] ?? row["state_since"]),
                    status: MachineAction.Status(row["status"] ?? ""), isDue: row["due_at"] <= at)
            }
            return TrackingRound(open: open, next: nil)
        }
    }

    public func record(_ sightings: [Sighting], call: FinishedCall, at now: Moment) async throws {
        try await write(at: now) { transaction in
            try transaction.finish(call)
            for sighting in sightings { try transaction.record(sighting, installation: self.installation) }
        }
    }

    public func dueCancel(tenant: String, at now: Moment) async throws -> DueCancel {
        try await read { db in
            let row = try Row.fetchOne(
                db.cachedStatement(
                    sql: """
                        SELECT action_id, machine_action_id, cancel_requests.comment, actor, cancel_requests.due_at
                        FROM cancel_requests JOIN action_rows USING (action_id)
                        WHERE cancel_requests.tenant = ? AND state = 'submitted'
                        ORDER BY cancel_requests.due_at, action_id LIMIT 1
                        """), arguments: [tenant])
            guard let row else { return .nothing(next: nil) }
            let due = try Instant(stored: row[4])
            guard due <= now.wall else { return .nothing(next: due) }
            return .due(CancelTask(actionID: row[0], machineActionID: row[1], comment: row[2], actor: row[3]))
        }
    }

    public func record(
        _ task: CancelTask, call: FinishedCall, sighting: Sighting?, retryAt: Instant?, at now: Moment
    ) async throws {
        try await write(at: now) { transaction in
            try transaction.finish(call)
            if let sighting { try transaction.record(sighting, installation: self.installation) }
            if let retryAt {
                try transaction.run(
                    "UPDATE cancel_requests SET due_at = ? WHERE action_id = ?", [retryAt.stored, task.actionID])
            } else {
                try transaction.run("DELETE FROM cancel_requests WHERE action_id = ?", [task.actionID])
            }
        }
    }
}

extension WriteTransaction {
    /// What was seen of one open action. One that is open no more (two rounds overlapped) is left as it is.
    fileprivate func record(_ sighting: Sighting, installation: String) throws {
        guard
            let row = try row("SELECT state, reason FROM action_rows WHERE action_id = ?", [sighting.actionID]),
            row["state"] == ActionState.submitted.rawValue
        else { return }
        let state = sighting.machineAction?.status.state ?? .submitted
        var change = ActionChange(
            from: .submitted, to: state, dueAt: sighting.nextCheck, machineAction: sighting.machineAction)
        if state == .submitted { change.reason = (row["reason"] as String?).flatMap(Reason.init(rawValue:)) }
        if state == .cancelled, try cancelRequest(for: sighting.actionID) != nil { change.reason = .byOperator }
        if state == .failed { change.errorCode = sighting.machineAction?.errorWord }
        // The 201 may have shown no comment, and so looked like somebody else's.
        let marker = Marker(installation: installation, action: sighting.actionID)
        if marker.marks(sighting.machineAction?.requestorComment ?? "") { change.adopted = false }
        try apply(Transition(action: sighting.actionID, change: change, checked: true))
    }
}
