/// The `policy:` section of the configuration, as values.
public struct PolicyRules: Hashable, Sendable {
    public enum Mode: String, CaseIterable, Sendable {
        case dryRun, approve, enforce
    }

    /// At most `count` in any `per` (contract, section 8: a key left out is off, 0 lets nothing through).
    public struct Limit: Hashable, Sendable {
        public var count: Int
        public var per: Duration

        public init(count: Int, per: Duration) {
            self.count = count
            self.per = per
        }
    }

    public var mode: Mode
    public var minimumSeverity: Severity
    public var severityWhenMissing: Severity
    public var maximumAlertAge: Duration
    public var skipHandled: Bool
    public var protectedFiles: Set<SHA1Hash>
    public var protectedMachines: ProtectedMachines
    public var suppressRepeats: Duration
    public var machinesPerFile: Limit?
    public var actionsPerMachine: Limit?
    public var actions: Limit?
    /// Machines on which a new hash must succeed before the next; 0 = off.
    public var canary: Int
    public var approvalTimeout: Duration
    public var approvalByOther: Bool
    public var maximumOrdersPerFile: Int
    public var lookups: LookupRules

    public init(
        mode: Mode = .dryRun, minimumSeverity: Severity = .medium, severityWhenMissing: Severity = .medium,
        maximumAlertAge: Duration = .seconds(24 * 3600), skipHandled: Bool = true,
        protectedFiles: Set<SHA1Hash> = [], protectedMachines: ProtectedMachines = ProtectedMachines(),
        suppressRepeats: Duration = .seconds(24 * 3600),
        machinesPerFile: Limit? = Limit(count: 25, per: .seconds(3600)),
        actionsPerMachine: Limit? = Limit(count: 10, per: .seconds(3600)),
        actions: Limit? = Limit(count: 500, per: .seconds(24 * 3600)), canary: Int = 3,
        approvalTimeout: Duration = .seconds(24 * 3600), approvalByOther: Bool = false,
        maximumOrdersPerFile: Int = 1000, lookups: LookupRules = LookupRules()
    ) {
        self.mode = mode
        self.minimumSeverity = minimumSeverity
        self.severityWhenMissing = severityWhenMissing
        self.maximumAlertAge = maximumAlertAge
        self.skipHandled = skipHandled
        self.protectedFiles = protectedFiles
        self.protectedMachines = protectedMachines
        self.suppressRepeats = suppressRepeats
        self.machinesPerFile = machinesPerFile
        self.actionsPerMachine = actionsPerMachine
        self.actions = actions
        self.canary = canary
        self.approvalTimeout = approvalTimeout
        self.approvalByOther = approvalByOther
        self.maximumOrdersPerFile = maximumOrdersPerFile
        self.lookups = lookups
    }
}
