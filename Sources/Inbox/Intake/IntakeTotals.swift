public import LazaretCore

/// What the files of one transaction came to, for metrics and nudges.
public struct IntakeTotals: Sendable {
    /// Alerts by outcome.
    public private(set) var outcomes: [String: Int] = [:]
    /// The rules' deciding verdicts.
    public private(set) var verdicts: [RuleVerdictCount: Int] = [:]
    /// Tenants for which something became due.
    public private(set) var tenantsWithWork: Set<String> = []

    mutating func add(_ receipt: IntakeReceipt) {
        outcomes.merge(receipt.outcomes, uniquingKeysWith: +)
        verdicts.merge(receipt.verdicts, uniquingKeysWith: +)
        tenantsWithWork.formUnion(receipt.tenantsWithWork)
    }
}
