/// One state change of one action, decided by Core and guarded by the state it leaves.
public struct ActionChange: Hashable, Sendable {
    public var from: ActionState
    public var to: ActionState
    public var reason: Reason?
    /// For `queued` and `unconfirmed`: when it is due next. For `submitted`: when it is first looked at.
    public var dueAt: Instant?
    /// Fills status, machine_action_id, requestor, machine_name, machine_action.
    public var machineAction: MachineAction?
    /// Nil leaves the column.
    public var adopted: Bool?
    public var errorCode: String?
    public var errorMessage: String?
    /// Time spent throttled or in a lane fault is not an attempt.
    public var countsAttempt: Bool
    /// The new value of the looks counter.
    public var looks: Int

    public init(
        from: ActionState, to: ActionState, reason: Reason? = nil, dueAt: Instant? = nil,
        machineAction: MachineAction? = nil, adopted: Bool? = nil, errorCode: String? = nil,
        errorMessage: String? = nil, countsAttempt: Bool = false, looks: Int = 0
    ) {
        self.from = from
        self.to = to
        self.reason = reason
        self.dueAt = dueAt
        self.machineAction = machineAction
        self.adopted = adopted
        self.errorCode = errorCode
        self.errorMessage = errorMessage
        self.countsAttempt = countsAttempt
        self.looks = looks
    }

    /// What Defender had finished before it was first seen was submitted first: two changes, and so two events. Else itself alone.
    public var steps: [ActionChange] {
        let isFirstSight = (from == .sending || from == .unconfirmed) && machineAction != nil
        guard isFirstSight, to.isFinal else { return [self] }
        var (receipt, end) = (self, self)
        receipt.to = .submitted
        (receipt.reason, receipt.errorCode, receipt.errorMessage) = (nil, nil, nil)
        end.from = .submitted
        end.countsAttempt = false
        return [receipt, end]
    }

    /// Why the state machine has no such change; nil where it has.
    public var obstacle: String? {
        let isAnew = to == .queued || (to == .held && reason == .byOperator)
        if from == .succeeded { return "it has succeeded" }
        if from.isFinal && !isAnew { return "\(from.rawValue) is final" }
        if to == .dryRun { return "a dry run is never anything else before" }
        if to == .sending && from != .queued { return "only what is queued is sent" }
        if to == .held && reason == nil { return "held without a reason" }
        if to == .submitted && from != .submitted && machineAction == nil { return "submitted without a MachineAction" }
        return nil
    }
}
