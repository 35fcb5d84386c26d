import LazaretCore

extension Intake {
    enum Taken {
        /// Made, or attached to.
        case action(Int64)
        case skipped(Reason)
    }

    /// Judges one order and writes what comes of it. `attached`: the actions this alert has already.
    func take(_ order: Order, tenant: String, attached: [Int64], _ filing: inout Filing) throws -> Taken {
        let facts = try facts(for: tenant)
        let (judgement, outcome) = try facts.judge(order, fileIsOverLimit: filing.isOverLimit)
        filing.count(judgement.decidedBy)
        switch outcome {
        case .skipped(let reason):
            return .skipped(reason)
        case .attached(let action, let isOpen):
            if isOpen { filing.waits(for: action) }
            if !attached.contains(action) { try rows.attach(to: action, at: transaction.at) }
            return .action(action)
        case .made(let state):
            return .action(try make(order, tenant: tenant, state: state, judgement.decidedBy, facts, &filing))
        }
    }

    private func make(
        _ order: Order, tenant: String, state: ActionState, _ decision: RuleVerdict?, _ facts: IntakeFacts,
        _ filing: inout Filing
    ) throws -> Int64 {
        let reason = decision?.verdict.reason
        let severity = order.severity ?? rules.policy.severityWhenMissing
        let action = NewAction(
            order: order, tenant: tenant, severity: severity, state: state, reason: reason,
            rank: QueueRank.rank(severity: severity, arrivedAt: transaction.now.wall))
        let id = try rows.insert(action, installation: installation, at: transaction.at)
        try transaction.append(
            Event(
                word: .created, action: id, from: nil, to: state.rawValue, reason: reason?.rawValue,
                detail: Event.detail(decision)))
        if !state.isFinal { filing.waits(for: id) }
        facts.made(order, state)
        if state == .queued { filing.bringsWork(to: tenant) }
        return id
    }
}

/// An action about to be written.
struct NewAction {
    var order: Order
    var tenant: String
    /// What the rules counted it as: the alert's, or `severityWhenMissing`.
    var severity: Severity
    var state: ActionState
    var reason: Reason?
    var rank: Int64
}
