import LazaretCore

/// What the guard rails ask for one tenant while a batch is taken in: asked of the log once, then kept up with what the
/// batch itself queues. All times of a batch are one, so the windows do not move.
///
/// Of a plan (``FactLookup``) nothing is in the log: what it would make is remembered here, and every count is exact, since a
/// person reads it.
final class IntakeFacts {
    private let queries: FactQueries
    private let rules: PolicyRules
    private let now: Instant
    private let twinSince: String
    private let isPlan: Bool
    private var planned: [Pair] = []
    /// Pairs for which the plan would make an action that is not final.
    private var plannedOpen: Set<Pair> = []

    private struct Pair: Hashable {
        var machine: String
        var sha1: String
    }

    /// All actions the tenant ever had: no count can be above it. Nil for a plan.
    private var total: Int?
    private var actions: Int?
    private var onMachine: [String: Int] = [:]
    /// Asked once, when a limit can first be reached: what the batch made before is in the log by then, and what it makes later is
    /// for machines whose count is kept in `onMachine`.
    private var oldest: String?
    private var files: [String: File] = [:]

    private struct File {
        /// False: the log has no action for it, of whatever tenant, and most questions need not be asked.
        var isKnown: Bool?
        var machines: Set<String>?
        var succeeded: Int?
        var open: Set<String> = []
        var failed = false
    }

    init(queries: FactQueries, rules: PolicyRules, now: Instant, isPlan: Bool = false) throws {
        self.queries = queries
        self.rules = rules
        self.now = now
        self.isPlan = isPlan
        twinSince = (now - rules.suppressRepeats).stored
        // Before the batch inserts anything: that is counted here (`queued`), and in the log at its end.
        total = isPlan ? nil : try queries.total()
    }

    /// What comes of an order.
    enum Outcome {
        case skipped(Reason)
        /// To an action that is not final, or has succeeded.
        case attached(Int64, isOpen: Bool)
        case made(ActionState)
    }

    /// Judges an order as it is taken in.
    func judge(_ order: Order, fileIsOverLimit: Bool) throws -> (judgement: Judgement, outcome: Outcome) {
        let (machine, sha1) = (order.machineID.description, order.sha1.description)
        let twin =
            plannedOpen.contains(Pair(machine: machine, sha1: sha1))
            ? (action: PolicyFacts.plannedTwin, isOpen: true)
            : try isKnown(sha1) ? queries.twin(machine: machine, sha1: sha1, succeededAfter: twinSince) : nil
        let facts = try facts(machine: machine, sha1: sha1, twin: twin?.action, fileIsOverLimit: fileIsOverLimit)
        let judgement = Policy.judge(order, facts: facts, rules: rules, stage: .intake, receivedAt: now, now: now)
        switch judgement.verdict {
        case .skip(let reason): return (judgement, .skipped(reason))
        case .attach(let action): return (judgement, .attached(action, isOpen: twin?.isOpen == true))
        case .allow: return (judgement, .made(rules.mode == .dryRun ? .dryRun : .queued))
        case .hold: return (judgement, .made(.held))
        case .deny: return (judgement, .made(.denied))
        }
    }

    /// The batch made an action, or the plan would.
    func made(_ order: Order, _ state: ActionState) {
        let pair = Pair(machine: order.machineID.description, sha1: order.sha1.description)
        if isPlan {
            if !state.isFinal { plannedOpen.insert(pair) }
        } else {
            files[pair.sha1, default: File()].isKnown = true
        }
        if state == .queued { queued(pair) }
    }

    private func facts(machine: String, sha1: String, twin: Int64?, fileIsOverLimit: Bool) throws -> PolicyFacts {
        var facts = PolicyFacts(twin: twin, fileIsOverLimit: fileIsOverLimit)
        if let limit = rules.machinesPerFile {
            facts.machinesForFile = try machinesForFile(sha1, except: machine, limit)
        }
        if let limit = rules.actionsPerMachine { facts.actionsOnMachine = try actionsOnMachine(machine, limit) }
        if let limit = rules.actions { facts.actions = try actions(limit) }
        if rules.mode == .enforce && rules.canary > 0 {
            let file = try canaries(sha1)
            facts.canariesSucceeded = file.succeeded ?? 0
            facts.canariesOpen = file.open.count
            facts.canaryFailed = file.failed
        }
        try queries.add(&facts, machine: machine, sha1: sha1, rules.lookups, at: now)
        return facts
    }

    private func queued(_ pair: Pair) {
        if isPlan { planned.append(pair) }
        total = total.map { $0 + 1 }
        actions = actions.map { $0 + 1 }
        onMachine[pair.machine]? += 1
        files[pair.sha1]?.machines?.insert(pair.machine)
        files[pair.sha1]?.open.insert(pair.machine)
    }

    private func machinesForFile(_ sha1: String, except machine: String, _ limit: PolicyRules.Limit) throws -> Int {
        if let known = files[sha1]?.machines { return known.count - (known.contains(machine) ? 1 : 0) }
        if let bound = bound(below: limit) { return bound }
        let found = try logged(sha1, []) {
            try queries.machines(forFile: sha1, since: since(limit), limit: limit.count + 1)
        }.union(plannedMachines(sha1))
        files[sha1, default: File()].machines = found
        return found.count - (found.contains(machine) ? 1 : 0)
    }

    private func actionsOnMachine(_ machine: String, _ limit: PolicyRules.Limit) throws -> Int {
        if let known = onMachine[machine] { return known }
        if let bound = bound(below: limit) { return bound }
        let found =
            try queries.actions(
                onMachine: machine, since: since(limit), except: nil, limit: limit.count + 1, oldest: oldestLive())
            + planned.count { $0.machine == machine }
        onMachine[machine] = found
        return found
    }

    private func oldestLive() throws -> String {
        let found = try oldest ?? queries.oldestLive()
        oldest = found
        return found
    }

    private func actions(_ limit: PolicyRules.Limit) throws -> Int {
        if let known = actions { return known }
        if let bound = bound(below: limit) { return bound }
        let found =
            try queries.actions(since: since(limit), except: nil, limit: limit.count + 1) + planned.count
        actions = found
        return found
    }

    private func canaries(_ sha1: String) throws -> File {
        if let known = files[sha1], known.succeeded != nil { return known }
        var file = files[sha1] ?? File()
        file.succeeded = try logged(sha1, 0) { try queries.machinesSucceeded(forFile: sha1, limit: rules.canary) }
        file.open = try logged(sha1, []) { try queries.machinesOnTheWay(forFile: sha1, limit: rules.canary + 1) }
            .union(plannedMachines(sha1))
        file.failed = try logged(sha1, false) { try queries.hasUnresolvedEnd(forFile: sha1) }
        files[sha1] = file
        return file
    }

    /// `ask`'s answer, or `none` where the log has no action for the file.
    private func logged<Answer>(_ sha1: String, _ none: Answer, _ ask: () throws -> Answer) throws -> Answer {
        try isKnown(sha1) ? ask() : none
    }

    private func isKnown(_ sha1: String) throws -> Bool {
        if let known = files[sha1]?.isKnown { return known }
        let known = try queries.hasActions(forFile: sha1)
        files[sha1, default: File()].isKnown = known
        return known
    }

    private func plannedMachines(_ sha1: String) -> [String] {
        planned.filter { $0.sha1 == sha1 }.map(\.machine)
    }

    /// The total, where it alone shows that the limit is not reached: then nothing need be counted.
    private func bound(below limit: PolicyRules.Limit) -> Int? {
        guard let total, total < limit.count else { return nil }
        return total
    }

    private func since(_ limit: PolicyRules.Limit) -> String { (now - limit.per).stored }
}
