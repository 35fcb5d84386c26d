import GRDB
import LazaretCore

/// What changes by time alone, and what waits for its canaries.
struct Settlement: Sendable {
    /// How many actions are moved in one transaction, so that other writers are not kept waiting.
    static let movesAtOnce = 1000

    let rules: PolicyRules
    let retry: RetryPolicy
    let installation: String

    func settle(_ transaction: WriteTransaction) throws -> Settled {
        var room = Self.movesAtOnce
        var settled = Settled()
        try denyUnapproved(transaction, room: &room)
        try expireAged(transaction, room: &room)
        try settleCanaries(transaction, room: &room, tenants: &settled.tenantsWithWork)
        settled.next = room <= 0 ? transaction.now.wall : try nextDue(transaction)
        return settled
    }

    /// Held for a person who did not come.
    private func denyUnapproved(_ transaction: WriteTransaction, room: inout Int) throws {
        let since = (transaction.now.wall - rules.approvalTimeout).stored
        let actions = try Int64.fetchAll(
            transaction.db.cachedStatement(
                sql: """
                    SELECT action_id FROM action_rows WHERE \(StateSet.waitingClause) AND state_since <= ?
                    ORDER BY state_since LIMIT ?
                    """), arguments: [since, room])
        for action in actions {
            try transaction.apply(
                Transition(action: action, change: ActionChange(from: .held, to: .denied, reason: .approvalTimeout)))
        }
        room -= actions.count
    }

    /// Waited in the queue, for canaries or for a person until too old to send.
    private func expireAged(_ transaction: WriteTransaction, room: inout Int) throws {
        let since = (transaction.now.wall - retry.maximumAge).stored
        let rows = try Row.fetchAll(
            transaction.db.cachedStatement(
                sql: """
                    SELECT action_id, state FROM action_rows INDEXED BY action_aging WHERE \(StateSet.agingClause) AND arrived_at < ?
                    ORDER BY arrived_at LIMIT ?
                    """), arguments: [since, max(room, 0)])
        for row in rows {
            let from: ActionState = row["state"] == ActionState.held.rawValue ? .held : .queued
            try transaction.apply(
                Transition(action: row[0], change: ActionChange(from: from, to: .expired, reason: .maximumAge)))
        }
        room -= rows.count
    }

    private func nextDue(_ transaction: WriteTransaction) throws -> Instant? {
        let waiting = try transaction.row(
            "SELECT state_since FROM action_rows WHERE \(StateSet.waitingClause) ORDER BY state_since LIMIT 1")
        let aging = try transaction.row(
            "SELECT arrived_at FROM action_rows INDEXED BY action_aging WHERE \(StateSet.agingClause) ORDER BY arrived_at LIMIT 1"
        )
        let timeOut = try waiting.map { try Instant(stored: $0[0]) + rules.approvalTimeout }
        // Older than the maximum, not as old.
        let end = try aging.map { try Instant(stored: $0[0]) + retry.maximumAge + .milliseconds(1) }
        return [timeOut, end].compactMap { $0 }.min()
    }
}
