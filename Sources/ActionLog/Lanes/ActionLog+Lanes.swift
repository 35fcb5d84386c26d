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
    ///
    /// The pause that the pause file made becomes the person's who pauses as well: it must not go with the file.
    @discardableResult
    public func setKillSwitch(on reason: String?, actor: String, comment: String, at now: Moment) async throws -> Bool {
        try await write(at: now) { transaction in
            let holder = try LaneRows.killSwitch(transaction.db)?.actor
            guard let reason else {
                if holder == nil { return false }
                try transaction.resume(actor: actor, comment: comment)
                return true
            }
            if let holder, holder != KillSwitch.fileActor { return false }
            try transaction.pause(reason, actor: actor, comment: comment)
            return true
        }
    }

    /// The pause file as it was seen: there, it pauses where nothing else does; gone, it takes its own pause back, and nobody
    /// else's. One transaction, so that what a person does meanwhile is kept. Nil where nothing was to be done.
    public func followPauseFile(isThere: Bool, reason: String, at now: Moment) async throws -> PauseFileEffect? {
        try await write(at: now) { transaction in
            let holder = try LaneRows.killSwitch(transaction.db)?.actor
            if isThere, holder == nil {
                try transaction.pause(reason, actor: KillSwitch.fileActor, comment: "")
                return .paused
            }
            guard !isThere, holder == KillSwitch.fileActor else { return nil }
            try transaction.resume(actor: KillSwitch.fileActor, comment: "")
            return .resumed
        }
    }
}

/// What the pause file has brought about.
public enum PauseFileEffect: Sendable {
    case paused, resumed
}

extension WriteTransaction {
    fileprivate func pause(_ reason: String, actor: String, comment: String) throws {
        try run("INSERT OR REPLACE INTO kill_switch VALUES (1, ?, ?, ?)", [at, actor.storable(), reason.storable()])
        try append(Event(word: .paused, actor: actor.storable(), detail: Event.detail(comment: comment)))
    }

    fileprivate func resume(actor: String, comment: String) throws {
        try run("DELETE FROM kill_switch")
        try append(Event(word: .resumed, actor: actor.storable(), detail: Event.detail(comment: comment)))
    }
}
