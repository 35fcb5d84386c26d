import GRDB
import LazaretCore

/// Pauses as they are stored: a row a lane, and the kill switch. Few rows ever.
enum LaneRows {
    /// By tenant, then operation. An operation that this version does not know belongs to a later one, and is left out.
    static func all(_ db: Database) throws -> [(tenant: String, pause: LanePause)] {
        let rows = try Row.fetchAll(
            db.cachedStatement(
                sql: "SELECT tenant, operation, paused_until, reason, message FROM lanes ORDER BY tenant, operation"))
        return try rows.compactMap { row in
            guard let lane = LazaretCore.Operation(rawValue: row[1]) else { return nil }
            let pause = LanePause(lane: lane, until: try Instant(stored: row[2]), reason: row[3], message: row[4])
            return (row[0], pause)
        }
    }

    static func killSwitch(_ db: Database) throws -> KillSwitch? {
        let row = try Row.fetchOne(db.cachedStatement(sql: "SELECT at, actor, reason FROM kill_switch"))
        return try row.map { KillSwitch(at: try Instant(stored: $0[0]), actor: $0[1], reason: $0[2]) }
    }
}
