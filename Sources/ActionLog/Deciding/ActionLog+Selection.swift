import GRDB
import LazaretCore

extension ActionLog {
    /// How many actions a selection has now, and the newest of them. What comes later than that was not asked about.
    public func count(_ selection: DecisionSelection) async throws -> (count: Int, newest: Int64) {
        try await read { db in
            let row = try Row.fetchOne(
                db, sql: "SELECT count(*), max(action_id) FROM action_rows WHERE \(selection.clause)",
                arguments: selection.arguments)
            return (row?[0] ?? 0, row?[1] ?? 0)
        }
    }

    /// How many of a selection are somebody else's at Defender, adopted and open.
    public func adopted(_ selection: DecisionSelection) async throws -> Int {
        try await read { db in
            try Int.fetchOne(
                db,
                sql: """
                    SELECT count(*) FROM action_rows WHERE \(selection.clause) AND state = 'submitted' AND adopted = 1
                    """, arguments: selection.arguments) ?? 0
        }
    }

    /// The next actions of a selection after `after`, up to `newest`, oldest first.
    public func actions(
        _ selection: DecisionSelection, after: Int64, newest: Int64, limit: Int = ActionLog.decisionsAtOnce
    ) async throws -> [Int64] {
        try await read { db in
            try Int64.fetchAll(
                db,
                sql: """
                    SELECT action_id FROM action_rows
                    WHERE \(selection.clause) AND action_id > ? AND action_id <= ? ORDER BY action_id LIMIT ?
                    """, arguments: selection.arguments + [after, newest, limit])
        }
    }
}

extension DecisionSelection {
    /// What a verb without a name is about: a person decides what is held, retries what failed, cancels what is open. What
    /// somebody denied or cancelled, and what a dry run would have sent, is retried by name alone.
    fileprivate var clause: String {
        let states =
            switch verb {
            case .approve, .deny: "'held'"
            case .retry: StateSet.failed
            case .cancel: StateSet.open
            }
        return "state IN (\(states))" + (sha1 == nil ? "" : " AND sha1 = ?")
    }

    fileprivate var arguments: StatementArguments { sha1.map { [$0.description] } ?? [] }
}
