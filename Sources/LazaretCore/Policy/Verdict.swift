/// What a rule, and in the end the policy, says of an order.
public enum Verdict: Hashable, Sendable {
    case allow
    /// An action row in `held`; a person (or, for `canary`, success elsewhere) lets it go on.
    case hold(Reason)
    /// An action row in `denied`.
    case deny(Reason)
    /// No action row; the alert is `skipped`.
    case skip(Reason)
    /// The alert is attached to this action; nothing new is sent.
    case attach(Int64)

    /// allow | hold | deny | skip | attach
    public var word: String {
        switch self {
        case .allow: "allow"
        case .hold: "hold"
        case .deny: "deny"
        case .skip: "skip"
        case .attach: "attach"
        }
    }

    public var reason: Reason? {
        switch self {
        case .hold(let reason), .deny(let reason), .skip(let reason): reason
        case .allow, .attach: nil
        }
    }
}

/// The fixed order of the rules (`docs/guard-rails.md`). The first verdict that is not `allow` decides.
public enum Rule: String, CaseIterable, Sendable {
    case handled
    case severity
    case age
    case protectedFile = "protected_file"
    case protectedMachine = "protected_machine"
    case repeats
    case fileLimit = "file_limit"
    case lookup
    case machineRecord = "machine_record"
    case machineTags = "machine_tags"
    case deviceValue = "device_value"
    case operatingSystem = "operating_system"
    case onboarding
    case signer
    case prevalence
    case machinesPerFile = "machines_per_file"
    case actionsPerMachine = "actions_per_machine"
    case actions
    case canary
    case mode
}

/// One line of a judgement, for `explain` and for `lazaret_rule_verdicts_total`.
public struct RuleVerdict: Hashable, Sendable {
    public var rule: Rule
    public var verdict: Verdict
    /// For a person: the compared values.
    public var detail: String

    public init(rule: Rule, verdict: Verdict, detail: String) {
        self.rule = rule
        self.verdict = verdict
        self.detail = detail
    }
}

/// The whole judgement: every rule's verdict in order, and the one that decides.
public struct Judgement: Hashable, Sendable {
    public var rules: [RuleVerdict]

    public init(rules: [RuleVerdict]) {
        self.rules = rules
    }

    public var decidedBy: RuleVerdict? { rules.first { $0.verdict != .allow } }
    public var verdict: Verdict { decidedBy?.verdict ?? .allow }
}
