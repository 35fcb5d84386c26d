/// What the action log knows that a rule needs; read inside the transaction that will write the verdict.
public struct PolicyFacts: Hashable, Sendable {
    /// The action for the same tenant, machine and file that is not final, or succeeded within `suppressRepeats`.
    public var twin: Int64?
    /// Of a plan: the twin is an order before this one, and has no number yet.
    public static let plannedTwin: Int64 = 0
    /// Other machines on which the same file was queued or sent within the limit's window.
    public var machinesForFile: Int
    /// Actions queued or sent for the machine within the limit's window.
    public var actionsOnMachine: Int
    /// Actions queued or sent for the tenant within the limit's window.
    public var actions: Int
    /// Machines on which this file was ever quarantined successfully, for the tenant.
    public var canariesSucceeded: Int
    /// Machines on which this file is queued, sending, unconfirmed or submitted, for the tenant.
    public var canariesOpen: Int
    /// An action for this file ended other than succeeded and nobody has decided since.
    public var canaryFailed: Bool
    /// The file the order came from holds more than `maximumOrdersPerFile`.
    public var fileIsOverLimit: Bool
    /// Defender's answers about the machine and the file, where `policy.lookups` asks for them.
    public var machine: LookedUp<MachineRecord> = .notAsked
    public var file: LookedUp<FileRecord> = .notAsked

    public init(
        twin: Int64? = nil, machinesForFile: Int = 0, actionsOnMachine: Int = 0, actions: Int = 0,
        canariesSucceeded: Int = 0, canariesOpen: Int = 0, canaryFailed: Bool = false, fileIsOverLimit: Bool = false
    ) {
        self.twin = twin
        self.machinesForFile = machinesForFile
        self.actionsOnMachine = actionsOnMachine
        self.actions = actions
        self.canariesSucceeded = canariesSucceeded
        self.canariesOpen = canariesOpen
        self.canaryFailed = canaryFailed
        self.fileIsOverLimit = fileIsOverLimit
    }
}
