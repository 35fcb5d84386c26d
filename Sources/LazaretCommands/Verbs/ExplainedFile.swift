import LazaretCore

/// What `explain` found out about one file, and its two forms (contract, section 1).
struct ExplainedFile {
    var file: String
    /// accepted | rejected: where the file would go.
    var outcome: String
    var refusal: Refusal?
    var documents: [ExplainedDocument]

    /// Could not be read, or is refused as JSON.
    var isUnreadable: Bool {
        switch refusal?.reason {
        case .malformedJSON, .tooLarge, .notRegular, .unreadable: true
        default: false
        }
    }

    var json: String {
        JSONText.object([
            ("file", JSONText.quoted(file)), ("outcome", JSONText.quoted(outcome)),
            ("reason", JSONText.optional(refusal?.reason.rawValue)), ("message", JSONText.optional(refusal?.message)),
            ("line", refusal?.line.map { String($0) } ?? "null"),
            ("column", refusal?.column.map { String($0) } ?? "null"),
            ("documents", "[" + documents.map(\.json).joined(separator: ", ") + "]"),
        ])
    }

    var text: String {
        var text = VisibleText.of(file) + ": " + outcome
        if let refusal {
            text += ", " + refusal.reason.rawValue
            if let line = refusal.line { text += " at line \(line)" + (refusal.column.map { ", column \($0)" } ?? "") }
            text += ": " + VisibleText.of(refusal.message)
        }
        return text + "\n" + documents.map(\.text).joined()
    }
}

/// One alert of a document.
struct ExplainedDocument {
    var mapping: String?
    var alertID: String?
    /// mapped | skipped | duplicate | rejected
    var outcome: String
    var reason: String?
    var refusal: Refusal?
    var orders: [ExplainedOrder] = []

    var json: String {
        JSONText.object([
            ("mapping", JSONText.optional(mapping)), ("alertId", JSONText.optional(alertID)),
            ("outcome", JSONText.quoted(outcome)), ("reason", JSONText.optional(reason)),
            ("message", JSONText.optional(refusal?.message)),
            ("orders", "[" + orders.map(\.json).joined(separator: ", ") + "]"),
        ])
    }

    var text: String {
        var text = "  alert \(VisibleText.of(alertID ?? "without an id")), mapping \(mapping ?? "none"): \(outcome)"
        if let reason { text += " (\(VisibleText.of(reason)))" }
        if let refusal { text += ": " + VisibleText.of(refusal.message) }
        return text + "\n" + orders.map(\.text).joined()
    }
}

/// One triple and what the rules say of it.
struct ExplainedOrder {
    var order: Order
    /// The configured name; the id that the alert names where no tenant of it is configured.
    var tenant: String
    /// Nil where the tenant is not configured: no rule is asked, and nothing would come of the order.
    var judgement: Judgement?
    /// The document was taken in before: whatever the rules say, nothing comes of it.
    var isDuplicate = false

    var verdict: String { isDuplicate ? "skip" : judgement?.verdict.word ?? "deny" }
    var reason: String? {
        if isDuplicate { return "duplicate" }
        return judgement.map { $0.verdict.reason?.rawValue } ?? RefusalReason.unknownTenant.rawValue
    }

    var json: String {
        let rules = (judgement?.rules ?? []).map {
            JSONText.object([
                ("rule", JSONText.quoted($0.rule.rawValue)), ("verdict", JSONText.quoted($0.verdict.word)),
                ("detail", JSONText.quoted($0.detail)),
            ])
        }
        return JSONText.object([
            ("tenant", JSONText.quoted(tenant)), ("machineId", JSONText.quoted(order.machineID.description)),
            ("sha1", JSONText.quoted(order.sha1.description)), ("comment", JSONText.quoted(order.comment)),
            ("severity", JSONText.optional(order.severity?.rawValue)), ("handled", JSONText.optional(order.handled)),
            ("verdict", JSONText.quoted(verdict)), ("reason", JSONText.optional(reason)),
            ("rules", "[" + rules.joined(separator: ", ") + "]"),
        ])
    }

    var text: String {
        var text = "    machine \(order.machineID)  file \(order.sha1)  tenant \(VisibleText.of(tenant))\n"
        text += "      comment: \(VisibleText.of(order.comment))\n"
        for line in judgement?.rules ?? [] {
            let mark = line == judgement?.decidedBy && !isDuplicate ? ">" : " "
            text += "    \(mark) \(line.rule.rawValue): \(line.verdict.word), \(VisibleText.of(line.detail))\n"
        }
        if isDuplicate { return text + "      verdict: \(verdict), the document was taken in before\n" }
        let decided =
            judgement == nil
            ? ", the tenant is not configured" : judgement?.decidedBy.map { " by \($0.rule.rawValue)" } ?? ""
        return text + "      verdict: \(verdict)\(decided)\n"
    }
}
