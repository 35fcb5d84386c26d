import GRDB
public import LazaretCore

extension ActionLog {
    /// How many actions a caller should decide about at once, so that other writers are not kept waiting.
    public static let decisionsAtOnce = 500

    /// Decides about each of `actions`, in one durable transaction: an event with the person and the comment for each that
    /// changes. One that may not change stays as it is, and does not keep the others from changing.
    ///
    /// - Returns: one result an action, in the given order; an action that is named twice is decided once.
    public func decide(_ decision: Decision, on actions: [Int64], at now: Moment) async throws -> [Decided] {
        try await write(at: now) { transaction in
            var seen: Set<Int64> = []
            return try actions.filter { seen.insert($0).inserted }.map { action in
                let result = try transaction.decide(decision, on: action)
                return Decided(action: action, result: result, beganBy: try transaction.beganBy(action, result))
            }
        }
    }
}

extension WriteTransaction {
    fileprivate func decide(_ decision: Decision, on action: Int64) throws -> Decided.Result {
        let row = try row("SELECT state, tenant, machine_id, sha1 FROM action_rows WHERE action_id = ?", [action])
        guard let row else { return .notFound }
        guard let state = ActionState(rawValue: row["state"]) else {
            throw ActionLogError.corrupt("action \(action) is in no known state")
        }
        let facts = OperatorVerb.Facts(
            state: state, asker: try asker(of: action), twin: try twin(of: action, row),
            isCancelAsked: try cancelRequest(for: action) != nil)
        switch decision.verb.outcome(of: facts, by: decision.actor, rules: decision.rules) {
        case .refuse(let refusal): return .refused(state, refusal)
        case .askedAlready: return .cancelRequestedBefore(state)
        case .askDefender:
            try requestCancel(of: action, tenant: row["tenant"], actor: decision.actor, comment: decision.comment)
            try append(
                Event(
                    word: .cancelRequested, action: action, actor: decision.actor.storable(), from: state.rawValue,
                    to: state.rawValue, detail: Event.detail(comment: decision.comment)))
            return .cancelRequested(state)
        case .change(let to, let reason):
            try apply(
                Transition(
                    action: action, change: ActionChange(from: state, to: to, reason: reason, dueAt: now.wall),
                    actor: decision.actor.storable(), word: decision.verb.event,
                    detail: Event.detail(comment: decision.comment), approved: decision.verb.approves))
            if decision.verb.letsGo { try resolveEnds(tenant: row["tenant"], sha1: row["sha1"]) }
            return .changed(from: state, to: to)
        }
    }

    /// Of an adopted action that Defender is asked to cancel, which is somebody else's: whose.
    fileprivate func beganBy(_ action: Int64, _ result: Decided.Result) throws -> String? {
        switch result {
        case .cancelRequested, .cancelRequestedBefore: break
        case .changed, .refused, .notFound: return nil
        }
        return try row("SELECT coalesce(requestor, '') FROM action_rows WHERE action_id = ? AND adopted = 1", [action])
            .map { $0[0] }
    }

    /// Who retried it last; nil where no person ever did.
    private func asker(of action: Int64) throws -> String? {
        try row(
            """
            SELECT actor FROM events WHERE action_id = ? AND event = '\(Event.Word.retried.rawValue)'
            ORDER BY event_id DESC LIMIT 1
            """, [action]
        ).map { $0[0] }
    }

    private func twin(of action: Int64, _ row: Row) throws -> Int64? {
        // Every success counts as too long ago: only what is open is a twin here.
        let twin = try FactQueries(db: db, tenant: row["tenant"]).twin(
            machine: row["machine_id"], sha1: row["sha1"], succeededAfter: "~")
        return twin.flatMap { $0.action == action ? nil : $0.action }
    }

    /// A person has let the file go on: the ends of before hold its canaries no more.
    private func resolveEnds(tenant: String, sha1: String) throws {
        try run(
            "UPDATE action_rows SET unresolved = 0 WHERE tenant = ? AND sha1 = ? AND unresolved = 1", [tenant, sha1])
    }
}

extension OperatorVerb {
    fileprivate var event: Event.Word {
        switch self {
        case .approve: .approved
        case .deny: .denied
        case .retry: .retried
        case .cancel: .cancelled
        }
    }

    /// Approved, the limits, the canary and the mode do not hold it again; retried, it is judged as if it were new.
    fileprivate var approves: Bool? {
        switch self {
        case .approve: true
        case .retry: false
        case .deny, .cancel: nil
        }
    }

    fileprivate var letsGo: Bool { self == .approve || self == .retry }
}
