import LazaretCore

extension FactQueries {
    /// The facts for one order, exact up to each limit.
    ///
    /// `action`: the order's own action, which counts neither against a limit nor as an open canary; nil for a new order.
    /// Where all actions the tenant ever had are fewer than a limit, that bound stands for the count: no row is scanned.
    func facts(
        machine: String, sha1: String, action: Int64?, rules: PolicyRules, at now: Instant
    ) throws -> PolicyFacts {
        var facts = PolicyFacts()
        if action == nil {
            let since = (now - rules.suppressRepeats).stored
            facts.twin = try twin(machine: machine, sha1: sha1, succeededAfter: since)?.action
        }
        let total = try total()
        if let limit = rules.machinesPerFile {
            facts.machinesForFile =
                try total < limit.count
                ? total
                : machines(forFile: sha1, since: (now - limit.per).stored, limit: limit.count + 1)
                    .subtracting([machine]).count
        }
        if let limit = rules.actionsPerMachine {
            facts.actionsOnMachine =
                try total < limit.count
                ? total
                : actions(
                    onMachine: machine, since: (now - limit.per).stored, except: action, limit: limit.count + 1,
                    oldest: oldestLive())
        }
        if let limit = rules.actions {
            facts.actions =
                try total < limit.count
                ? total : actions(since: (now - limit.per).stored, except: action, limit: limit.count + 1)
        }
        if rules.mode == .enforce && rules.canary > 0 {
            facts.canariesSucceeded = try machinesSucceeded(forFile: sha1, limit: rules.canary)
            if facts.canariesSucceeded < rules.canary {
                let open = try machinesOnTheWay(forFile: sha1, limit: rules.canary + 1)
                facts.canariesOpen = open.subtracting(action == nil ? [] : [machine]).count
                facts.canaryFailed = try hasUnresolvedEnd(forFile: sha1)
            }
        }
        try add(&facts, machine: machine, sha1: sha1, rules.lookups, at: now)
        return facts
    }

    /// What Defender said, as far as it is asked.
    func add(
        _ facts: inout PolicyFacts, machine: String, sha1: String, _ lookups: LookupRules, at now: Instant
    ) throws {
        if lookups.asksMachine { facts.machine = try self.machine(machine, at: now) }
        if lookups.asksFile { facts.file = try file(sha1, at: now) }
    }
}
