import GRDB
import LazaretCore

/// An action of the queue (or held for its canaries), with what the rules need to judge it once more.
struct QueuedAction {
    static let columns = """
        action_id, machine_id, machine_name, sha1, file_name, comment, severity, attempts, attempts_before, arrived_at,
        detected_at, created_at, approved, rank
        """

    let id: Int64
    let submission: Submission
    let machineName: String?
    let fileName: String?
    let severity: Severity?
    /// Those that counted since the alert or a person's retry.
    let attempts: Int
    let arrivedAt: Instant
    let detectedAt: Instant?
    let approved: Bool
    /// A person put it back in the queue after its end: its age began anew then.
    let retried: Bool

    init(row: Row, installation: String) throws {
        id = row["action_id"]
        submission = try Submission(row: row, installation: installation)
        machineName = row["machine_name"]
        fileName = row["file_name"]
        severity = Severity(rawValue: row["severity"])
        attempts = row["attempts"] - row["attempts_before"]
        arrivedAt = try Instant(stored: row["arrived_at"])
        detectedAt = try (row["detected_at"] as String?).map { try Instant(stored: $0) }
        approved = row["approved"]
        retried = try arrivedAt > Instant(stored: row["created_at"])
    }

    private var order: Order {
        Order(
            machineID: submission.machineID, sha1: submission.sha1, comment: submission.comment, severity: severity,
            detectedAt: detectedAt, fileName: fileName, machineName: machineName)
    }

    func moved(
        from: ActionState = .queued, to state: ActionState, _ reason: Reason, by decision: RuleVerdict? = nil
    ) -> Transition {
        Transition(
            action: id, change: ActionChange(from: from, to: state, reason: reason), detail: Event.detail(decision))
    }

    /// Judges it as before a POST. Nil where it may go on; else what it becomes.
    func judged(
        _ transaction: WriteTransaction, tenant: String, rules: PolicyRules, from state: ActionState
    ) throws -> Transition? {
        let now = transaction.now.wall
        let facts = try FactQueries(db: transaction.db, tenant: tenant).facts(
            machine: submission.machineID.description, sha1: submission.sha1.description, action: id, rules: rules,
            at: now)
        let judgement = Policy.judge(
            order, facts: facts, rules: rules, stage: .beforePost, approved: approved, retried: retried,
            receivedAt: arrivedAt, now: now)
        let decision = judgement.decidedBy
        switch judgement.verdict {
        case .allow, .attach: return nil
        case .hold(let reason): return moved(from: state, to: .held, reason, by: decision)
        case .deny(let reason): return moved(from: state, to: .denied, reason, by: decision)
        // Grown stale in the queue (contract, section 8). Severity can only fail here where its minimum was raised since.
        case .skip(.stale): return moved(from: state, to: .expired, .stale, by: decision)
        case .skip(let reason): return moved(from: state, to: .denied, reason, by: decision)
        }
    }
}
