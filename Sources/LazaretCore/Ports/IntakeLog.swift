/// The action log, as intake sees it.
public protocol IntakeLog: Sendable {
    /// Records a batch of files in **one durable transaction**: alerts, actions (each judged by ``Policy`` on facts read in
    /// the same transaction) and events. When it returns, a power cut loses nothing of it; when it throws, nothing was
    /// written. Receipts are in the order of `files`. Not cancellable. Suspends while another write is under way.
    func takeIn(_ files: [IntakeFile], rules: IntakeRules, at now: Moment) async throws -> [IntakeReceipt]
}

/// What `takeIn` decides by, all of it from the configuration.
public struct IntakeRules: Hashable, Sendable {
    public var policy: PolicyRules
    public var tenants: TenantDirectory

    public init(policy: PolicyRules, tenants: TenantDirectory) {
        self.policy = policy
        self.tenants = tenants
    }
}

public struct IntakeFile: Hashable, Sendable {
    /// The path below the inbox, percent-encoded where its bytes are not UTF-8 (`alerts.source_file`).
    public var sourceFile: String
    /// The inbox sub-directory's tenant name, nil at the top.
    public var subdirectory: String?
    public var mapped: MappedFile

    public init(sourceFile: String, subdirectory: String?, mapped: MappedFile) {
        self.sourceFile = sourceFile
        self.subdirectory = subdirectory
        self.mapped = mapped
    }
}

/// What became of one file; where the file goes next follows from `refusal`.
public struct IntakeReceipt: Hashable, Sendable {
    /// Nil: to `accepted/`. Else to `rejected/`, with this as the first reason.
    public var refusal: Refusal?
    /// Alerts recorded as mapped, skipped or duplicate.
    public var alertsTaken: Int
    /// Alerts, lines or documents recorded as rejected.
    public var alertsRefused: Int
    /// Count by alert outcome (mapped, skipped, duplicate, rejected), for `lazaret_alerts_total`.
    public var outcomes: [String: Int]
    /// Count of each rule's deciding verdict, for `lazaret_rule_verdicts_total`.
    public var verdicts: [RuleVerdictCount: Int]
    /// Tenants for which something became due.
    public var tenantsWithWork: Set<String>
    /// Ids of the file's first alerts (the producer's) and of the actions that they made or joined, for its line in the log: at
    /// most ``mentioned`` of each.
    public var alertIDs: [String]
    public var actionIDs: [Int64]

    public static let mentioned = 20

    public init(
        refusal: Refusal? = nil, alertsTaken: Int = 0, alertsRefused: Int = 0, outcomes: [String: Int] = [:],
        verdicts: [RuleVerdictCount: Int] = [:], tenantsWithWork: Set<String> = [], alertIDs: [String] = [],
        actionIDs: [Int64] = []
    ) {
        self.refusal = refusal
        self.alertsTaken = alertsTaken
        self.alertsRefused = alertsRefused
        self.outcomes = outcomes
        self.verdicts = verdicts
        self.tenantsWithWork = tenantsWithWork
        self.alertIDs = alertIDs
        self.actionIDs = actionIDs
    }
}

public struct RuleVerdictCount: Hashable, Sendable {
    public var rule: Rule
    /// ``Verdict/word``
    public var verdict: String

    public init(rule: Rule, verdict: String) {
        self.rule = rule
        self.verdict = verdict
    }
}
