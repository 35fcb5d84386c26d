import LazaretCore

/// One file as it is taken in: what its row and its receipt will say.
struct Filing {
    let file: IntakeFile
    let id: Int64
    let isOverLimit: Bool
    private(set) var receipt = IntakeReceipt()
    /// Actions of its alerts that are not final.
    private(set) var openActions: Set<Int64> = []

    init(file: IntakeFile, id: Int64, maximumOrders: Int) {
        self.file = file
        self.id = id
        var orders = 0
        for document in file.mapped.documents {
            guard case .mapped(_, let alerts) = document.result else { continue }
            for alert in alerts {
                for case .order in alert.items { orders += 1 }
            }
        }
        isOverLimit = orders > maximumOrders
    }

    /// The first reason is the file's.
    mutating func refuse(_ refusal: Refusal) {
        if receipt.refusal == nil { receipt.refusal = refusal }
    }

    mutating func count(_ outcome: AlertOutcome) {
        receipt.outcomes[outcome.rawValue, default: 0] += 1
        if outcome == .rejected { receipt.alertsRefused += 1 } else { receipt.alertsTaken += 1 }
    }

    mutating func count(_ decision: RuleVerdict?) {
        guard let decision else { return }
        receipt.verdicts[RuleVerdictCount(rule: decision.rule, verdict: decision.verdict.word), default: 0] += 1
    }

    /// For the log's line about the file.
    mutating func mention(alert: String?, actions: [Int64]) {
        if let alert, receipt.alertIDs.count < IntakeReceipt.mentioned { receipt.alertIDs.append(alert) }
        for action in actions
        where receipt.actionIDs.count < IntakeReceipt.mentioned && !receipt.actionIDs.contains(action) {
            receipt.actionIDs.append(action)
        }
    }

    mutating func waits(for action: Int64) {
        openActions.insert(action)
    }

    mutating func bringsWork(to tenant: String) {
        receipt.tenantsWithWork.insert(tenant)
    }
}

/// The words of `alerts.outcome`.
enum AlertOutcome: String, CaseIterable {
    case mapped, skipped, duplicate, rejected
}

/// What an alert's row says of the alert itself.
struct AlertContext {
    var alertID: String?
    var title: String?
    var severity: Severity?
    var detectedAt: Instant?

    init(alertID: String? = nil, order: Order? = nil) {
        self.alertID = (alertID ?? order?.alertID)?.storable(limit: 512)
        title = order?.title?.storable()
        severity = order?.severity
        detectedAt = order?.detectedAt
    }
}

struct AlertRow {
    var tenant: String?
    var context: AlertContext
    var document: MappedDocument?
    var mapping: String?
    var outcome: AlertOutcome
    var reason: String?
    var message: String?
}
