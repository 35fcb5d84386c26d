import GRDB
public import LazaretCore

/// What the guard rails would be told now, without writing anything: for `explain`.
///
/// Orders that would be queued are counted as the real intake counts what its own batch has queued.
public final class FactLookup {
    private let db: Database
    private let rules: PolicyRules
    private let now: Instant
    private var tenants: [String: IntakeFacts] = [:]

    init(db: Database, rules: PolicyRules, now: Instant) {
        self.db = db
        self.rules = rules
        self.now = now
    }

    public func facts(for order: Order, tenant: String, fileIsOverLimit: Bool) throws -> PolicyFacts {
        let facts = facts(of: tenant)
        let machine = order.machineID.description
        let sha1 = order.sha1.description
        return try facts.facts(
            machine: machine, sha1: sha1, twin: try facts.twin(machine: machine, sha1: sha1)?.action,
            fileIsOverLimit: fileIsOverLimit)
    }

    /// An order that was allowed: the next ones see it.
    public func count(_ order: Order, tenant: String) {
        facts(of: tenant).queued(machine: order.machineID.description, sha1: order.sha1.description)
    }

    /// Was this very document taken in before, for this tenant?
    public func isDuplicate(contentSHA256: String, tenant: String) throws -> Bool {
        try FactQueries(db: db, tenant: tenant).hasSeen(contentSHA256)
    }

    private func facts(of tenant: String) -> IntakeFacts {
        if let known = tenants[tenant] { return known }
        let new = IntakeFacts(
            queries: FactQueries(db: db, tenant: tenant), rules: rules, now: now, isPlan: true)
        tenants[tenant] = new
        return new
    }
}

extension ActionLog {
    /// One snapshot for all of `body`. Blocks; throws ``ActionLogError`` and what `body` throws.
    public func withFacts<Value>(
        rules: PolicyRules, at now: Instant, _ body: (FactLookup) throws -> Value
    ) throws -> Value {
        do {
            return try blockingRead { db in try body(FactLookup(db: db, rules: rules, now: now)) }
        } catch let error as DatabaseError {
            throw ActionLogError.of(error)
        }
    }
}
