import ActionLog
import LazaretCore

/// Judges what a file was mapped to, as intake would, and writes nothing.
struct Explainer {
    let rules: IntakeRules
    let log: ActionLog?
    let now: Instant

    func explain(_ file: String, _ mapped: MappedFile) throws -> ExplainedFile {
        if let refusal = mapped.refusal {
            return ExplainedFile(file: file, outcome: "rejected", refusal: refusal, documents: [])
        }
        guard let log else { return try explain(file, mapped, lookup: nil) }
        return try log.withFacts(rules: rules.policy, at: now) { try explain(file, mapped, lookup: $0) }
    }

    private func explain(_ file: String, _ mapped: MappedFile, lookup: FactLookup?) throws -> ExplainedFile {
        let orders = mapped.documents.reduce(0) { $0 + $1.orderCount }
        let isOver = orders > rules.policy.maximumOrdersPerFile
        var documents: [ExplainedDocument] = []
        for document in mapped.documents { documents += try explain(document, isOver, lookup) }
        let refusal = documents.compactMap(\.refusal).first
        return ExplainedFile(
            file: file, outcome: refusal == nil ? "accepted" : "rejected", refusal: refusal, documents: documents)
    }

    private func explain(
        _ document: MappedDocument, _ isOver: Bool, _ lookup: FactLookup?
    ) throws -> [ExplainedDocument] {
        switch document.result {
        case .refused(let refusal):
            return [ExplainedDocument(outcome: "rejected", reason: refusal.reason.rawValue, refusal: refusal)]
        case .noMapping:
            let refusal = Refusal(.noMapping, "no mapping takes this document", line: document.line)
            return [ExplainedDocument(outcome: "rejected", reason: refusal.reason.rawValue, refusal: refusal)]
        case .mapped(let mapping, let alerts):
            return try alerts.map { try explain($0, of: document, mapping, isOver, lookup) }
        }
    }

    private func explain(
        _ alert: MappedAlert, of document: MappedDocument, _ mapping: String, _ isOver: Bool, _ lookup: FactLookup?
    ) throws -> ExplainedDocument {
        var explained = ExplainedDocument(mapping: mapping, alertID: alert.alertID, outcome: "skipped")
        for item in alert.items {
            switch item {
            case .skip(let reason): explained.reason = explained.reason ?? reason
            case .bad(let message):
                explained.refusal = Refusal(.badOrder, message, line: document.line)
            case .order(let order):
                guard let tenant = rules.tenants.tenant(named: order.tenantID, subdirectory: nil) else {
                    explained.refusal = Refusal(
                        .unknownTenant, "tenant \(order.tenantID ?? "") is not configured", line: document.line)
                    explained.orders.append(ExplainedOrder(order: order, tenant: order.tenantID ?? "", judgement: nil))
                    continue
                }
                let isDuplicate =
                    try lookup?.isDuplicate(contentSHA256: document.contentSHA256, tenant: tenant) ?? false
                if isDuplicate { explained.outcome = "duplicate" }
                var judged = try judge(order, tenant, isOver, lookup, counts: !isDuplicate)
                judged.isDuplicate = isDuplicate
                explained.orders.append(judged)
            }
        }
        return settled(explained)
    }

    private func judge(
        _ order: Order, _ tenant: String, _ isOver: Bool, _ lookup: FactLookup?, counts: Bool
    ) throws -> ExplainedOrder {
        let facts =
            try lookup?.facts(for: order, tenant: tenant, fileIsOverLimit: isOver)
            ?? PolicyFacts(fileIsOverLimit: isOver)
        let judgement = Policy.judge(
            order, facts: facts, rules: rules.policy, stage: .intake, receivedAt: now, now: now)
        if judgement.verdict == .allow && counts { try lookup?.count(order, tenant: tenant) }
        return ExplainedOrder(order: order, tenant: tenant, judgement: judgement)
    }

    /// The alert's outcome and reason follow from its orders, as intake decides them.
    private func settled(_ document: ExplainedDocument) -> ExplainedDocument {
        var document = document
        if document.outcome == "duplicate" { return document }
        let judged = document.orders.filter { $0.judgement != nil }
        let acting = judged.filter { $0.verdict != "skip" }
        if !acting.isEmpty {
            document.outcome = "mapped"
            document.reason = nil
        } else if let skipped = judged.first {
            document.reason = skipped.reason
        } else if let refusal = document.refusal {
            document.outcome = "rejected"
            document.reason = refusal.reason.rawValue
        }
        return document
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
