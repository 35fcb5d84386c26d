import GRDB
import LazaretCore

/// One change of one action's row, with the event that tells it.
struct Transition {
    var action: Int64
    var change: ActionChange
    var actor = Event.daemon
    var word = Event.Word.changed
    /// A JSON object for the event.
    var detail = "{}"
    /// A person let it through, or (false) put it back under the rules; nil leaves it.
    var approved: Bool?
    /// Tracking looked at Defender's record, whether or not it was there.
    var checked = false
}

extension WriteTransaction {
    /// Applies the change, guarded by the state it leaves, and appends an event where state or reason change; both once more
    /// where it is two steps.
    ///
    /// - Throws: ``ActionLogError/stateConflict(action:expected:found:)``,
    ///   ``ActionLogError/impossibleChange(action:_:)``.
    func apply(_ transition: Transition) throws {
        for step in transition.change.steps {
            var transition = transition
            transition.change = step
            try applyStep(transition)
        }
    }

    private func applyStep(_ transition: Transition) throws {
        let change = transition.change
        if let obstacle = change.obstacle {
            throw ActionLogError.impossibleChange(action: transition.action, obstacle)
        }
        let reason = change.reason?.rawValue
        let tellsNothingNew = try change.from == change.to && storedReason(transition.action) == reason
        let changed = try self.change(Self.transitionSQL, arguments(of: transition, reason: reason))
        guard changed == 1 else {
            let found = try row("SELECT state FROM action_rows WHERE action_id = ?", [transition.action])
            throw ActionLogError.stateConflict(
                action: transition.action, expected: change.from,
                found: found.flatMap { ActionState(rawValue: $0["state"]) })
        }
        if change.to.isFinal {
            hasEnded = true
            try run("DELETE FROM cancel_requests WHERE action_id = ?", [transition.action])
        }
        if change.from.isFinal { try publishAgain(transition.action) }
        if tellsNothingNew { return }
        try append(
            Event(
                word: transition.word, action: transition.action, actor: transition.actor, from: change.from.rawValue,
                to: change.to.rawValue, reason: reason, detail: transition.detail))
    }

    /// The results of its alerts' files were told already, and will change.
    private func publishAgain(_ action: Int64) throws {
        try run(
            """
            UPDATE files SET published_at = NULL WHERE file_id IN (
                SELECT file_id FROM action_alerts JOIN alert_rows USING (alert_key) WHERE action_id = ?)
            """, [action])
    }

    private func storedReason(_ action: Int64) throws -> String? {
        try String.fetchOne(
            db.cachedStatement(sql: "SELECT reason FROM action_rows WHERE action_id = ?"), arguments: [action])
    }

    private func arguments(of transition: Transition, reason: String?) -> StatementArguments {
        let change = transition.change
        let (from, to) = (change.from, change.to)
        let isDue = to == .queued || to == .unconfirmed || to == .submitted
        let isReceipt = change.machineAction != nil && (from == .sending || from == .unconfirmed)
        let countsAnew = to == .sending || (to == .queued && (from == .held || from.isFinal))
        let machineAction = change.machineAction
        return [
            "action": transition.action, "from": from.rawValue, "to": to.rawValue, "reason": reason, "now": at,
            "due": isDue ? (change.dueAt ?? now.wall).stored : nil,
            "finished": to.isFinal ? at : nil,
            "receipt": isReceipt ? at : nil,
            "checked": transition.checked || machineAction != nil ? at : nil,
            "sent": to == .sending ? at : nil,
            "countedAnew": countsAnew ? at : nil, "uncounted": to == .held || to == .denied,
            "anew": from.isFinal, "unresolved": from != .held && to.isBadEnd,
            "attempts": change.countsAttempt ? 1 : 0, "looks": change.looks,
            "adopted": change.adopted, "approved": transition.approved,
            "errorCode": change.errorCode?.storable(), "errorMessage": change.errorMessage?.storable(),
            "status": machineAction?.status.description.storable(), "id": machineAction?.id.storable(),
            "requestor": machineAction?.requestor?.storable(), "name": machineAction?.computerDNSName?.storable(),
            "body": machineAction?.body.storable(limit: 1 << 20),
        ]
    }

    /// Put back in the queue after an end (`:anew`), an action starts afresh, its age too (a person has just decided): what
    /// Defender said of the last one stays in `attempts` and `events`.
    private static let transitionSQL = """
        UPDATE action_rows SET
            state_since = iif(state <> :to OR reason IS NOT :reason, :now, state_since),
            state = :to, reason = :reason, updated_at = :now, due_at = :due, finished_at = :finished,
            submitted_at = iif(:anew, NULL, coalesce(:receipt, submitted_at)),
            checked_at = iif(:anew, NULL, coalesce(:checked, checked_at)),
            sent_at = coalesce(:sent, sent_at),
            counted_at = iif(:uncounted, NULL, coalesce(:countedAnew, counted_at)),
            arrived_at = iif(:anew, :now, arrived_at), detected_at = iif(:anew, NULL, detected_at),
            attempts_before = iif(:anew, attempts, attempts_before),
            attempts = attempts + :attempts,
            looks = :looks, unresolved = :unresolved,
            adopted = iif(:anew, 0, coalesce(:adopted, adopted)),
            approved = coalesce(:approved, approved),
            error_code = :errorCode, error_message = :errorMessage,
            earlier_ids = iif(:anew AND machine_action_id IS NOT NULL, ltrim(earlier_ids || ' ' || machine_action_id),
                earlier_ids),
            status = iif(:anew, NULL, coalesce(:status, status)),
            machine_action_id = iif(:anew, NULL, coalesce(:id, machine_action_id)),
            requestor = iif(:anew, NULL, coalesce(:requestor, requestor)),
            machine_name = coalesce(:name, machine_name),
            machine_action = iif(:anew, NULL, coalesce(:body, machine_action))
        WHERE action_id = :action AND state = :from
        """
}
