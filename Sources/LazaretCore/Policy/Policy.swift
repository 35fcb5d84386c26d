/// The guard rails as one pure function: an order and what is known, in; every rule's verdict, out.
///
/// Asked when an alert is taken in and again just before the POST. The rules, their order and their words are documented in
/// `docs/guard-rails.md`.
public enum Policy {
    public enum Stage: Sendable {
        /// A new alert: every rule.
        case intake
        /// Just before the POST: handled, repeats and file limit were settled at intake (or by a person).
        case beforePost
    }

    /// `order`: what is asked. `receivedAt`: the alert's arrival, which counts as its age where `detectedAt` is missing.
    /// `approved`: a person has let this very action through: limits, canary and mode do not hold it again. `retried`: a person
    /// has asked for it after its end: the mode does not hold it again.
    public static func judge(
        _ order: Order, facts: PolicyFacts, rules: PolicyRules, stage: Stage, approved: Bool = false,
        retried: Bool = false, receivedAt: Instant, now: Instant
    ) -> Judgement {
        let question = Question(
            order: order, facts: facts, rules: rules, stage: stage, approved: approved, retried: retried,
            receivedAt: receivedAt, now: now)
        return Judgement(rules: Rule.allCases.map { question.answer($0) })
    }
}

private struct Question {
    let order: Order
    let facts: PolicyFacts
    let rules: PolicyRules
    let stage: Policy.Stage
    let approved: Bool
    let retried: Bool
    let receivedAt: Instant
    let now: Instant

    func answer(_ rule: Rule) -> RuleVerdict {
        let (verdict, detail) = judge(rule)
        return RuleVerdict(rule: rule, verdict: verdict, detail: detail)
    }

    private func judge(_ rule: Rule) -> (Verdict, String) {
        switch rule {
        case .handled: handled
        case .severity: severity
        case .age: age
        case .protectedFile: protectedFile
        case .protectedMachine: protectedMachine
        case .repeats: repeats
        case .fileLimit: fileLimit
        case .machinesPerFile:
            limit(rules.machinesPerFile, count: facts.machinesForFile, of: "other machines with this file")
        case .actionsPerMachine:
            limit(rules.actionsPerMachine, count: facts.actionsOnMachine, of: "actions on this machine")
        case .actions: limit(rules.actions, count: facts.actions, of: "actions")
        case .canary: canary
        case .mode: mode
        case .lookup, .machineRecord, .machineTags, .deviceValue, .operatingSystem, .onboarding, .signer, .prevalence:
            lookups.judge(rule)
        }
    }

    private var lookups: LookupVerdicts {
        LookupVerdicts(rules: rules.lookups, machine: facts.machine, file: facts.file, approved: approved)
    }

    private var handled: (Verdict, String) {
        guard let why = order.handled else { return (.allow, "not handled") }
        guard rules.skipHandled else { return (.allow, "handled (\(why)), skipHandled is off") }
        return (.skip(.handled), "handled: \(why)")
    }

    private var severity: (Verdict, String) {
        let severity = order.severity ?? rules.severityWhenMissing
        let source = order.severity == nil ? "missing, counts as \(severity.rawValue)" : severity.rawValue
        let detail = "\(source), minimum \(rules.minimumSeverity.rawValue)"
        return (severity < rules.minimumSeverity ? .skip(.lowSeverity) : .allow, detail)
    }

    private var age: (Verdict, String) {
        // A date in the future makes no alert younger than its arrival.
        let since = min(order.detectedAt ?? receivedAt, receivedAt)
        let age = now - since
        let detail = "age \(age.milliseconds / 1000) s, maximum \(rules.maximumAlertAge.milliseconds / 1000) s"
        return (age > rules.maximumAlertAge ? .skip(.stale) : .allow, detail)
    }

    private var protectedFile: (Verdict, String) {
        rules.protectedFiles.contains(order.sha1)
            ? (.deny(.protectedFile), "on the list of protected files") : (.allow, "not on the list")
    }

    private var protectedMachine: (Verdict, String) {
        guard let entry = rules.protectedMachines.entry(protecting: order.machineID, names: names) else {
            return (.allow, "not on the list")
        }
        return (.deny(.protectedMachine), "protected by \(entry)")
    }

    /// The alert's name for the machine, and Defender's own where it was asked.
    private var names: [String] {
        [order.machineName, facts.machine.record?.computerDNSName].compactMap { $0 }
    }

    private var repeats: (Verdict, String) {
        guard stage == .intake else { return (.allow, "settled at intake") }
        guard let twin = facts.twin else { return (.allow, "no open or recent action for this machine and file") }
        let name = twin == PolicyFacts.plannedTwin ? "the action of an order before this one" : "action \(twin)"
        return (.attach(twin), "\(name) is for the same machine and file")
    }

    private var fileLimit: (Verdict, String) {
        guard stage == .intake, facts.fileIsOverLimit else { return (.allow, "within \(rules.maximumOrdersPerFile)") }
        return (.hold(.fileLimit), "more than \(rules.maximumOrdersPerFile) orders in one file")
    }

    private func limit(_ limit: PolicyRules.Limit?, count: Int, of what: String) -> (Verdict, String) {
        guard let limit else { return (.allow, "no limit") }
        let detail = "\(count) \(what) in \(limit.per.milliseconds / 1000) s, limit \(limit.count)"
        if approved { return (.allow, detail + ", approved") }
        return (count >= limit.count ? .hold(.blastRadius) : .allow, detail)
    }

    private var canary: (Verdict, String) {
        guard rules.canary > 0 else { return (.allow, "off") }
        let detail = "\(facts.canariesSucceeded) of \(rules.canary) succeeded, \(facts.canariesOpen) open"
        guard rules.mode == .enforce, !approved else { return (.allow, detail + ", not applied") }
        let room = CanaryRoom(
            wanted: rules.canary, succeeded: facts.canariesSucceeded, open: facts.canariesOpen,
            failed: facts.canaryFailed)
        switch room {
        case .free: return (.allow, detail)
        case .failed: return (.hold(.canaryFailed), detail + ", a canary failed")
        case .machines(let count): return (count > 0 ? .allow : .hold(.canary), detail)
        }
    }

    private var mode: (Verdict, String) {
        guard rules.mode == .approve else { return (.allow, rules.mode.rawValue) }
        if approved { return (.allow, "approve, approved") }
        if retried { return (.allow, "approve, retried by a person") }
        return (.hold(.approval), rules.mode.rawValue)
    }
}
