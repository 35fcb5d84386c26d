import LazaretCore

extension Intake {
    /// The alerts of one document. Whether the document was here before is asked before any of its rows is written: its
    /// second alert is not the first one's duplicate.
    func take(
        _ alerts: [MappedAlert], mapping: String, document: MappedDocument, _ filing: inout Filing
    ) throws {
        var seen: [String: Bool] = [:]
        for alert in alerts {
            for part in parts(of: alert, in: filing.file) {
                guard let tenant = part.tenant else {
                    let name = (part.tenantID ?? filing.file.subdirectory ?? "").storable(limit: 200)
                    let refusal = Refusal(.unknownTenant, "no tenant \(name) is configured", line: document.line)
                    try reject(
                        refusal, document: document, mapping: mapping, alert: part.context, tenant: nil, &filing)
                    continue
                }
                if seen[tenant] == nil {
                    seen[tenant] = try FactQueries(db: transaction.db, tenant: tenant).hasSeen(document.contentSHA256)
                }
                try take(
                    part, tenant: tenant, isDuplicate: seen[tenant] == true, mapping: mapping, document: document,
                    &filing)
            }
        }
    }

    private func take(
        _ part: Part, tenant: String, isDuplicate: Bool, mapping: String, document: MappedDocument,
        _ filing: inout Filing
    ) throws {
        // A bad order refuses the file, also where the rest of it was taken in before a crash could move the file.
        let bad = part.firstBad.map { Refusal(.badOrder, $0, line: document.line) }
        if let bad { filing.refuse(bad) }
        var row = AlertRow(
            tenant: tenant, context: part.context, document: document, mapping: mapping, outcome: .duplicate)
        var actions: [Int64] = []
        if !isDuplicate {
            var firstSkip: String?
            for item in part.items {
                switch item {
                case .bad: break
                case .skip(let reason): firstSkip = firstSkip ?? reason.storable(limit: 200)
                case .order(let order):
                    switch try take(order, tenant: tenant, attached: actions, &filing) {
                    case .action(let id): if !actions.contains(id) { actions.append(id) }
                    case .skipped(let reason): firstSkip = firstSkip ?? reason.rawValue
                    }
                }
            }
            if !actions.isEmpty {
                row.outcome = .mapped
            } else if let bad {
                row.outcome = .rejected
                row.reason = bad.reason.rawValue
            } else {
                row.outcome = .skipped
                row.reason = firstSkip
            }
        }
        row.message = bad?.message
        let key = try rows.insert(row, &filing, at: transaction.at)
        for action in actions { try rows.link(action: action, alert: key) }
        filing.mention(alert: part.context.alertID, actions: actions)
    }

    /// One tenant's part of an alert; almost always the whole of it.
    private struct Part {
        var tenantID: String?
        var tenant: String?
        var items: [MappedAlert.Item]
        var alertID: String?

        var context: AlertContext {
            for case .order(let order) in items { return AlertContext(alertID: alertID, order: order) }
            return AlertContext(alertID: alertID)
        }

        var firstBad: String? {
            for case .bad(let why) in items { return why.storable(limit: 1000) }
            return nil
        }
    }

    /// Orders of one alert may name different tenants; what is no order goes with the first.
    private func parts(of alert: MappedAlert, in file: IntakeFile) -> [Part] {
        var parts: [Part] = []
        var others: [MappedAlert.Item] = []
        for item in alert.items {
            guard case .order(let order) = item else {
                others.append(item)
                continue
            }
            let tenant = rules.tenants.tenant(named: order.tenantID, subdirectory: file.subdirectory)
            if let index = parts.firstIndex(where: {
                $0.tenant == tenant && (tenant != nil || $0.tenantID == order.tenantID)
            }) {
                parts[index].items.append(item)
            } else {
                parts.append(Part(tenantID: order.tenantID, tenant: tenant, items: [item], alertID: alert.alertID))
            }
        }
        if parts.isEmpty {
            let tenant = rules.tenants.tenant(named: nil, subdirectory: file.subdirectory)
            return [Part(tenantID: nil, tenant: tenant, items: others, alertID: alert.alertID)]
        }
        parts[0].items += others
        return parts
    }
}
