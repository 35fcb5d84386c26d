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
            switch try decide(transaction, tenant: tenant, sha1: sha1) {
            case .wait: break
            case .release(let count):
                let actions = try held(transaction, tenant: tenant, sha1: sha1, limit: min(count, room))
                room -= actions.count
                for action in actions where try release(action, tenant: tenant, transaction) { tenants.insert(tenant) }
            case .hold(let reason):
                let actions = try held(transaction, tenant: tenant, sha1: sha1, limit: room)
                room -= actions.count
                for action in actions { try transaction.apply(action.moved(from: .held, to: .held, reason)) }
            }
            group = try nextGroup(transaction, after: (tenant, sha1))
        }
    }

    private enum Decision {
        case wait
        case release(Int)
        case hold(Reason)
    }

    private func decide(_ transaction: WriteTransaction, tenant: String, sha1: String) throws -> Decision {
        // The configuration changed while they waited.
        if rules.mode == .approve { return .hold(.approval) }
        if rules.canary <= 0 { return .release(.max) }
        let facts = FactQueries(db: transaction.db, tenant: tenant)
        let succeeded = try facts.machinesSucceeded(forFile: sha1, limit: rules.canary)
        if succeeded >= rules.canary { return .release(.max) }
        if try facts.hasUnresolvedEnd(forFile: sha1) { return .hold(.canaryFailed) }
        let open = try facts.machinesOnTheWay(forFile: sha1, limit: rules.canary).count
        return succeeded + open < rules.canary ? .release(rules.canary - succeeded - open) : .wait
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
