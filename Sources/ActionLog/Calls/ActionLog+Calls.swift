import GRDB
public import LazaretCore

extension ActionLog: CallLog {
    public func begin(_ call: CallIntent, at now: Moment) async throws -> Int64 {
        let slots = slotBook
        return try await write(at: now) { try $0.begin(call, slots: slots) }
    }

    public func finish(_ call: FinishedCall, at now: Moment) async throws {
        try await write(at: now) { try $0.finish(call) }
    }

    public func slots(
        tenant: String, lane: LazaretCore.Operation, within: Duration, at now: Moment
    ) async throws -> [Steady] {
        memory.setWindow(within, tenant: tenant, lane: lane)
        let boot = boot
        return try await write(at: now) { transaction in
            try transaction.dropSpentSlots(tenant: tenant, lane: lane, boot: boot, within: within)
            return try Self.slotEnds(transaction.db, tenant: tenant, lane: lane, boot: boot, within: within, at: now)
        }
    }

    /// The same without forgetting spent slots: for an account that may only read.
    public func heldSlots(
        tenant: String, lane: LazaretCore.Operation, within: Duration, at now: Moment
    ) async throws -> [Steady] {
        let boot = boot
        return try await read { db in
            try Self.slotEnds(db, tenant: tenant, lane: lane, boot: boot, within: within, at: now)
        }
    }

    private static func slotEnds(
        _ db: Database, tenant: String, lane: LazaretCore.Operation, boot: String, within: Duration, at now: Moment
    ) throws -> [Steady] {
        let rows = try Row.fetchAll(
            db.cachedStatement(
                sql: "SELECT boot, ends_steady, ends_wall FROM quota_slots WHERE tenant = ? AND lane = ?"),
            arguments: [tenant, lane.rawValue])
        return rows.map { row in
            if row["boot"] == boot { return Steady(milliseconds: row["ends_steady"]) }
            let age = now.wall - Instant(milliseconds: row["ends_wall"])
            return now.steady - max(age, .zero)
        }
        .filter { now.steady - $0 < within }
        .sorted()
    }

    var slotBook: SlotBook { SlotBook(boot: boot, memory: memory) }
}

/// What a transaction needs to write a quota slot.
struct SlotBook: Sendable {
    let boot: String
    let memory: ActionLog.Memory
}

extension WriteTransaction {
    /// The `attempts` row and the quota slot of a call that is about to leave.
    func begin(_ call: CallIntent, slots: SlotBook) throws -> Int64 {
        try run(
            "INSERT INTO attempts (action_id, tenant, operation, started_at) VALUES (?, ?, ?, ?)",
            [call.actionID, call.tenant, call.operation.rawValue, at])
        let attempt = db.lastInsertedRowID
        let lane = call.operation.lane
        let endsOnTheWall = now.wall + (call.deadline - now.steady)
        try run(
            "INSERT INTO quota_slots VALUES (?, ?, ?, ?, ?, ?)",
            [
                attempt, call.tenant, lane.rawValue, slots.boot, call.deadline.milliseconds,
                endsOnTheWall.milliseconds,
            ])
        if attempt % 256 == 0, let window = slots.memory.window(tenant: call.tenant, lane: lane) {
            try dropSpentSlots(tenant: call.tenant, lane: lane, boot: slots.boot, within: window)
        }
        return attempt
    }

    /// Closes a call. - Throws: ``ActionLogError/attemptConflict(attempt:)`` where it is closed already.
    func finish(_ call: FinishedCall) throws {
        let report = call.report
        let changed = try change(
            """
            UPDATE attempts SET started_at = ?, finished_at = ?, http_status = ?, outcome = ?, error_code = ?,
                error_message = ?, request_id = ?, retry_after_s = ?
            WHERE attempt_id = ? AND finished_at IS NULL
            """,
            [
                report.startedAt.stored, report.finishedAt.stored, report.httpStatus, call.outcome,
                report.errorCode?.storable(), report.errorMessage?.storable(), report.requestID?.storable(),
                report.retryAfter.map { ($0.delay.milliseconds + 999) / 1000 }, call.attemptID,
            ])
        guard changed == 1 else { throw ActionLogError.attemptConflict(attempt: call.attemptID) }
        if call.usedQuota {
            try run(
                """
                UPDATE quota_slots SET ends_steady = min(ends_steady, ?), ends_wall = min(ends_wall, ?)
                WHERE attempt_id = ?
                """,
                [now.steady.milliseconds, now.wall.milliseconds, call.attemptID])
        } else {
            try run("DELETE FROM quota_slots WHERE attempt_id = ?", [call.attemptID])
        }
    }

    /// Slots of this boot that left the longest window (and are an hour old: a reload may bring a longer one); those of other
    /// boots a day later, by the wall clock, which may have been wrong.
    func dropSpentSlots(tenant: String, lane: LazaretCore.Operation, boot: String, within longest: Duration) throws {
        let within = max(longest, .seconds(3600))
        try run(
            "DELETE FROM quota_slots WHERE tenant = ? AND lane = ? AND boot = ? AND ends_steady < ?",
            [tenant, lane.rawValue, boot, (now.steady - within).milliseconds])
        try run(
            "DELETE FROM quota_slots WHERE tenant = ? AND lane = ? AND boot <> ? AND ends_wall < ?",
            [tenant, lane.rawValue, boot, (now.wall - within - .seconds(86_400)).milliseconds])
    }
}
