import GRDB
public import LazaretCore

/// What intake would do now, without writing anything: for `explain`. Judged by intake's own code, with what the plan itself
/// would make counted as intake counts what its batch has made.
public final class FactLookup {
    private let db: Database
    private let rules: PolicyRules
    private let now: Instant
    private var tenants: [String: IntakeFacts] = [:]
    private var planned: Set<[String]> = []

    init(db: Database, rules: PolicyRules, now: Instant) {
        self.db = db
        self.rules = rules
        self.now = now
    }

    /// Where it `counts`, the orders that are judged after it see what comes of it.
    public func judge(_ order: Order, tenant: String, fileIsOverLimit: Bool, counts: Bool) throws -> Judgement {
        let facts = try facts(of: tenant)
        let (judgement, outcome) = try facts.judge(order, fileIsOverLimit: fileIsOverLimit)
        if case .made(let state) = outcome, counts { facts.made(order, state) }
        return judgement
    }

    /// Was this very document taken in before, for this tenant, or earlier in the plan?
    public func isDuplicate(contentSHA256: String, tenant: String) throws -> Bool {
        try planned.contains([contentSHA256, tenant]) || FactQueries(db: db, tenant: tenant).hasSeen(contentSHA256)
    }

    /// The plan takes the document in.
    public func take(contentSHA256: String, tenant: String) {
        planned.insert([contentSHA256, tenant])
    }

    private func facts(of tenant: String) throws -> IntakeFacts {
        if let known = tenants[tenant] { return known }
        let new = try IntakeFacts(
            queries: FactQueries(db: db, tenant: tenant), rules: rules, now: now, isPlan: true)
        tenants[tenant] = new
        return new
    }
}

extension ActionLog {
    /// A log with nothing in it, in memory: what the daemon finds when it first starts.
    public static func empty() throws -> ActionLog {
        DatabaseFile.setUp
        do {
            let database = try DatabaseQueue()
            try Schema.migrator.migrate(database)
            return ActionLog(database: database, installation: "", boot: "")
        } catch {
            throw ActionLogError.of(error)
        }
    }

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
