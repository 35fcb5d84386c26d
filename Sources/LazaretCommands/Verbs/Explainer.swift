import ActionLog
import LazaretCore

/// Judges what a file was mapped to, as intake would, and writes nothing.
struct Explainer {
    let rules: IntakeRules
    let log: ActionLog
    let now: Instant

    func explain(_ file: String, _ mapped: MappedFile) throws -> ExplainedFile {
        if let refusal = mapped.refusal {
            return ExplainedFile(file: file, outcome: "rejected", refusal: refusal, documents: [])
        }
        let orders = mapped.documents.reduce(0) { $0 + $1.orderCount }
        let isOver = orders > rules.policy.maximumOrdersPerFile
        let documents = try log.withFacts(rules: rules.policy, at: now) { lookup in
            try mapped.documents.flatMap { try explain($0, isOver, lookup) }
        }
        let refusal = documents.compactMap(\.refusal).first
        return ExplainedFile(
            file: file, outcome: refusal == nil ? "accepted" : "rejected", refusal: refusal, documents: documents)
    }

    private func explain(
        _ document: MappedDocument, _ isOver: Bool, _ lookup: FactLookup
    ) throws -> [ExplainedDocument] {
        switch document.result {
        case .refused(let refusal):
            return [ExplainedDocument(outcome: "rejected", reason: refusal.reason.rawValue, refusal: refusal)]
        case .noMapping:
            let refusal = Refusal(.noMapping, "no mapping takes this document", line: document.line)
            return [ExplainedDocument(outcome: "rejected", reason: refusal.reason.rawValue, refusal: refusal)]
        case .mapped(let mapping, let alerts):
            // Asked before any of its alerts is taken: the second is not the first one's duplicate.
            let before = try Set(alerts.flatMap(tenants)).filter {
                try lookup.isDuplicate(contentSHA256: document.contentSHA256, tenant: $0)
            }
            return try alerts.map { alert in
                let explained = try explain(alert, of: document, mapping, isOver, before, lookup)
                if explained.outcome == "mapped" || explained.outcome == "skipped" {
                    for tenant in tenants(alert) {
                        lookup.take(contentSHA256: document.contentSHA256, tenant: tenant)
                    }
                }
                return explained
            }
        }
    }

    /// Those that the alert's orders go to; the first, where it has none.
    private func tenants(_ alert: MappedAlert) -> [String] {
        var named: [String?] = []
        for case .order(let order) in alert.items { named.append(order.tenantID) }
        if named.isEmpty { named = [nil] }
        return named.compactMap { rules.tenants.tenant(named: $0, subdirectory: nil) }
    }

    private func explain(
        _ alert: MappedAlert, of document: MappedDocument, _ mapping: String, _ isOver: Bool, _ before: Set<String>,
        _ lookup: FactLookup
    ) throws -> ExplainedDocument {
        var explained = ExplainedDocument(mapping: mapping, alertID: alert.alertID, outcome: "skipped")
        if let tenant = tenants(alert).first, before.contains(tenant) { explained.outcome = "duplicate" }
        var passedOver: String?
        var bad: Refusal?
        var unknown: Refusal?
        for item in alert.items {
            switch item {
            case .skip(let reason): passedOver = passedOver ?? reason
            case .bad(let message): bad = bad ?? Refusal(.badOrder, message, line: document.line)
            case .order(let order):
                guard let tenant = rules.tenants.tenant(named: order.tenantID, subdirectory: nil) else {
                    unknown =
                        unknown
                        ?? Refusal(
                            .unknownTenant, "tenant \(order.tenantID ?? "") is not configured", line: document.line)
                    explained.orders.append(ExplainedOrder(order: order, tenant: order.tenantID ?? "", judgement: nil))
                    continue
                }
                let isDuplicate = before.contains(tenant)
                // Of a duplicate the rules are shown, and nothing comes.
                let judgement = try lookup.judge(
                    order, tenant: tenant, fileIsOverLimit: isOver, counts: !isDuplicate)
                explained.orders.append(
                    ExplainedOrder(order: order, tenant: tenant, judgement: judgement, isDuplicate: isDuplicate))
                if case .skip(let reason) = judgement.verdict { explained.reason = explained.reason ?? reason.rawValue }
            }
        }
        // What is no order comes behind those of the first tenant (``Intake``), and is not looked at where that is not configured.
        explained.reason = explained.reason ?? passedOver
        explained.refusal = explained.orders.first.map { $0.judgement == nil } == true ? unknown : bad ?? unknown
        settle(&explained, bad: bad, unknown: unknown)
        return explained
    }

    /// The alert's outcome and reason follow from its orders, as intake decides them.
    private func settle(_ document: inout ExplainedDocument, bad: Refusal?, unknown: Refusal?) {
        let judged = document.orders.filter { $0.judgement != nil }
        var end = bad
        if judged.isEmpty, let unknown { end = unknown }
        if document.outcome == "duplicate" {
            document.reason = nil
        } else if judged.contains(where: { $0.verdict != "skip" }) {
            document.outcome = "mapped"
            document.reason = nil
        } else if let end {
            document.outcome = "rejected"
            document.reason = end.reason.rawValue
        }
    }
}

extension MappedDocument {
    fileprivate var orderCount: Int {
        guard case .mapped(_, let alerts) = result else { return 0 }
        return alerts.reduce(0) { count, alert in
            count + alert.items.count { if case .order = $0 { true } else { false } }
        }
    }
}
