import GRDB
import LazaretCore

extension Settlement {
    /// Canary is per tenant and file: each such group that is held for it goes on, goes on waiting, or is held for a person.
    func settleCanaries(
        _ transaction: WriteTransaction, room: inout Int, tenants: inout Set<String>
    ) throws {
        // Nothing new leaves in a dry run.
        if rules.mode == .dryRun { return }
        var group = try nextGroup(transaction, after: ("", ""))
        while let (tenant, sha1) = group, room > 0 {
            let (limit, obstacle) = try canaryDecision(transaction, tenant: tenant, sha1: sha1)
            let actions = try held(transaction, tenant: tenant, sha1: sha1, limit: min(limit, room))
            room -= actions.count
            for action in actions {
                if let obstacle {
                    try transaction.apply(action.moved(from: .held, to: .held, obstacle))
                } else if try release(action, tenant: tenant, transaction) {
                    tenants.insert(tenant)
                }
            }
            group = try nextGroup(transaction, after: (tenant, sha1))
        }
    }

    /// How many of a group's actions change now, and why they are held on; nil: they go on.
    private func canaryDecision(
        _ transaction: WriteTransaction, tenant: String, sha1: String
    ) throws -> (limit: Int, obstacle: Reason?) {
        // The configuration changed while they waited.
        if rules.mode == .approve { return (.max, .approval) }
        let facts = FactQueries(db: transaction.db, tenant: tenant)
        let room = CanaryRoom(
            wanted: rules.canary, succeeded: try facts.machinesSucceeded(forFile: sha1, limit: rules.canary),
            open: try facts.machinesOnTheWay(forFile: sha1, limit: rules.canary).count,
            failed: try facts.hasUnresolvedEnd(forFile: sha1))
        switch room {
        case .free: return (.max, nil)
        case .machines(let count): return (count, nil)
        case .failed: return (.max, .canaryFailed)
        }
    }

    /// Judged again, so that the limits hold here what they would hold before the POST. True where it is queued.
    private func release(_ action: QueuedAction, tenant: String, _ transaction: WriteTransaction) throws -> Bool {
        if let obstacle = try action.judged(transaction, tenant: tenant, rules: rules, from: .held) {
            try transaction.apply(obstacle)
            return false
        }
        try transaction.apply(
            Transition(action: action.id, change: ActionChange(from: .held, to: .queued, dueAt: transaction.now.wall)))
        return true
    }

    private func nextGroup(
        _ transaction: WriteTransaction, after group: (tenant: String, sha1: String)
    ) throws -> (tenant: String, sha1: String)? {
        try transaction.row(
            """
            SELECT tenant, sha1 FROM action_rows WHERE \(StateSet.canaryClause) AND (tenant, sha1) > (?, ?)
            ORDER BY tenant, sha1 LIMIT 1
            """, [group.tenant, group.sha1]
        ).map { ($0[0], $0[1]) }
    }

    private func held(
        _ transaction: WriteTransaction, tenant: String, sha1: String, limit: Int
    ) throws -> [QueuedAction] {
        let rows = try Row.fetchAll(
            transaction.db.cachedStatement(
                sql: """
                    SELECT \(QueuedAction.columns) FROM action_rows INDEXED BY action_canary
                    WHERE \(StateSet.canaryClause) AND tenant = ? AND sha1 = ? ORDER BY rank LIMIT ?
                    """), arguments: [tenant, sha1, limit])
        return try rows.map { try QueuedAction(row: $0, installation: installation) }
    }
}
