import GRDB
public import LazaretCore

extension ActionLog: LookupLog {
    /// How far into the queue is looked: beyond, nothing leaves before its turn comes anyway.
    static let lookupHorizon = 5000

    public func dueLookups(
        _ operation: LazaretCore.Operation, tenant: String, limit: Int, at now: Moment
    ) async throws -> DueLookups {
        guard let kind = LookupTable(operation) else { return DueLookups(subjects: [], next: nil) }
        let at = now.wall.stored
        return try await read { db in
            let rows = try Row.fetchAll(
                db.cachedStatement(
                    sql: """
                        SELECT subject, min(position) AS position, action_id, valid_until, tries FROM (
                            SELECT \(kind.subject) AS subject, action_id, row_number() OVER () AS position
                            FROM (SELECT \(kind.subject), action_id FROM action_rows INDEXED BY action_queue
                                WHERE tenant = ?1 AND state = 'queued' AND due_at <= ?2
                                ORDER BY rank, action_id LIMIT \(Self.lookupHorizon)))
                        LEFT JOIN \(kind.table) AS known ON known.tenant = ?1 AND known.\(kind.subject) = subject
                        WHERE known.outcome IS NULL OR known.valid_until <= ?2
                        GROUP BY subject ORDER BY 2 LIMIT ?3
                        """), arguments: [tenant, at, limit])
            let subjects = try rows.map { row in
                DueLookup(
                    subject: try kind.subject(row["subject"]), actionID: row["action_id"], tries: row["tries"] ?? 0)
            }
            if !subjects.isEmpty { return DueLookups(subjects: subjects, next: nil) }
            let next = try String.fetchOne(
                db.cachedStatement(
                    sql: "SELECT min(valid_until) FROM \(kind.table) WHERE tenant = ? AND valid_until > ?"),
                arguments: [tenant, at])
            let due = try String.fetchOne(
                db.cachedStatement(
                    sql: """
                        SELECT due_at FROM action_rows WHERE tenant = ? AND state = 'queued' AND due_at IS NOT NULL
                        AND due_at > ? ORDER BY due_at LIMIT 1
                        """), arguments: [tenant, at])
            return DueLookups(
                subjects: [], next: try [next, due].compactMap { $0 }.min().map { try Instant(stored: $0) })
        }
    }

    public func record(_ answer: LookupAnswer, call: FinishedCall, at now: Moment) async throws {
        try await write(at: now) { transaction in
            try transaction.finish(call)
            try transaction.store(answer)
        }
    }
}

/// Where answers about one kind of subject are kept.
struct LookupTable {
    let table: String
    /// The subject's column, in the table and in `action_rows`.
    let subject: String
    private let operation: LazaretCore.Operation

    /// Nil for what is no lookup.
    init?(_ operation: LazaretCore.Operation) {
        switch operation {
        case .machine: (table, subject) = ("machine_lookups", "machine_id")
        case .file: (table, subject) = ("file_lookups", "sha1")
        case .submit, .find, .list, .get, .cancel, .token: return nil
        }
        self.operation = operation
    }

    func subject(_ text: String) throws -> LookupSubject {
        if operation == .machine, let id = MachineID(text) { return .machine(id) }
        if operation == .file, let hash = SHA1Hash(text) { return .file(hash) }
        throw ActionLogError.corrupt("\(text) is neither a machine id nor a hash")
    }
}
