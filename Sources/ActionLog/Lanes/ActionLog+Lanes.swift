import GRDB
public import LazaretCore

extension ActionLog: LaneLog {
    public func pauses(tenant: String) async throws -> [LanePause] {
        try await read { db in
            try LaneRows.all(db).filter { $0.tenant == tenant }.map(\.pause)
        }
    }

    public func setPause(
        tenant: String, lane: LazaretCore.Operation, pause: LanePause?, at now: Moment
    ) async throws {
        try await write(at: now) { transaction in
            guard let pause else {
                return try transaction.run(
                    "DELETE FROM lanes WHERE tenant = ? AND operation = ?", [tenant, lane.rawValue])
            }
            try transaction.run(
                """
                INSERT INTO lanes VALUES (?, ?, ?, ?, ?) ON CONFLICT (tenant, operation) DO UPDATE
                SET paused_until = excluded.paused_until, reason = excluded.reason, message = excluded.message
                """,
                [
                    tenant, lane.rawValue, pause.until.stored, pause.reason.storable(), pause.message.storable(),
                ])
        }
    }

    public func killSwitch() async throws -> KillSwitch? {
        try await read { db in
            try LaneRows.killSwitch(db)
        }
    }

    /// Turns the kill switch on (a reason, empty where the person gave none) or off (nil), with an event that says who.
    /// Durable; false where it stood so already, and nothing was written.
    @discardableResult
    public func setKillSwitch(on reason: String?, actor: String, comment: String, at now: Moment) async throws -> Bool {
        try await write(at: now) { transaction in
            let isOn = try transaction.row("SELECT 1 FROM kill_switch") != nil
            guard isOn != (reason != nil) else { return false }
            if let reason {
                try transaction.run(
                    "INSERT INTO kill_switch VALUES (1, ?, ?, ?)",
                    [transaction.at, actor.storable(), reason.storable()])
            } else {
                try transaction.run("DELETE FROM kill_switch")
            }
            try transaction.append(
                Event(
                    word: reason == nil ? .resumed : .paused, actor: actor.storable(),
                    detail: Event.detail(comment: comment)))
            return true
        }
    }
}
