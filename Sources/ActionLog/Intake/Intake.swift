import LazaretCore

/// One batch of files in one transaction.
final class Intake {
    let transaction: WriteTransaction
    let rules: IntakeRules
    let installation: String
    let rows: IntakeRows
    private var facts: [String: IntakeFacts] = [:]

    init(transaction: WriteTransaction, rules: IntakeRules, installation: String) throws {
        self.transaction = transaction
        self.rules = rules
        self.installation = installation
        rows = try IntakeRows(transaction)
    }

    func take(_ file: IntakeFile) throws -> IntakeReceipt {
        var filing = Filing(file: file, id: rows.nextFileID(), maximumOrders: rules.policy.maximumOrdersPerFile)
        if let refusal = file.mapped.refusal {
            try reject(refusal, document: nil, tenant: ownTenant(of: file), &filing)
        }
        for document in file.mapped.documents {
            switch document.result {
            case .refused(let refusal):
                try reject(refusal, document: document, tenant: ownTenant(of: file), &filing)
            case .noMapping:
                let refusal = Refusal(.noMapping, "no mapping knows this document", line: document.line)
                try reject(refusal, document: document, tenant: ownTenant(of: file), &filing)
            case .mapped(let mapping, let alerts):
                try take(alerts, mapping: mapping, document: document, &filing)
            }
        }
        try rows.insert(filing, at: transaction.at)
        return filing.receipt
    }

    func facts(for tenant: String) throws -> IntakeFacts {
        if let known = facts[tenant] { return known }
        let new = try IntakeFacts(
            queries: FactQueries(db: transaction.db, tenant: tenant), rules: rules.policy, now: transaction.now.wall)
        facts[tenant] = new
        return new
    }

    /// The tenant of what names none.
    private func ownTenant(of file: IntakeFile) -> String? {
        rules.tenants.tenant(named: nil, subdirectory: file.subdirectory)
    }

    /// One `rejected` alert row; the file goes to `rejected/`.
    func reject(
        _ refusal: Refusal, document: MappedDocument?, mapping: String? = nil, alert: AlertContext = AlertContext(),
        tenant: String?, _ filing: inout Filing
    ) throws {
        filing.refuse(refusal)
        try rows.insert(
            AlertRow(
                tenant: tenant, context: alert, document: document, mapping: mapping, outcome: .rejected,
                reason: refusal.reason.rawValue, message: refusal.message.storable()), &filing, at: transaction.at)
    }
}
