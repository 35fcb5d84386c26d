/// The quota's and the attempts' book: every API call has a row before it leaves.
public protocol CallLog: Sendable {
    /// One durable transaction: the `attempts` row (unfinished) and the quota slot, held until `call.deadline`.
    /// Returns the attempt's id.
    func begin(_ call: CallIntent, at now: Moment) async throws -> Int64

    /// Closes a call that changes no action (token, empty List, a lookup): the row and its slot in one transaction.
    func finish(_ call: FinishedCall, at now: Moment) async throws

    /// When each slot of the lane that can still matter (`within` = the longest window) ends, on this boot's steady clock.
    ///
    /// Slots of another boot are placed by their wall age, never in the future: a clock set back cannot stall the lane.
    func slots(tenant: String, lane: Operation, within: Duration, at now: Moment) async throws -> [Steady]
}

public struct CallIntent: Hashable, Sendable {
    public var tenant: String
    public var operation: Operation
    /// The action a `find`, `get` or `cancel` is for; nil for a tracking `list`.
    public var actionID: Int64?
    /// The latest moment at which the call can still be counted by the service.
    public var deadline: Steady

    public init(tenant: String, operation: Operation, actionID: Int64? = nil, deadline: Steady) {
        self.tenant = tenant
        self.operation = operation
        self.actionID = actionID
        self.deadline = deadline
    }
}

public struct FinishedCall: Hashable, Sendable {
    public var attemptID: Int64
    /// A word of `attempts.outcome`.
    public var outcome: String
    public var report: CallReport
    /// False where no request byte left: the quota slot is given back.
    public var usedQuota: Bool

    public init(attemptID: Int64, outcome: String, report: CallReport, usedQuota: Bool = true) {
        self.attemptID = attemptID
        self.outcome = outcome
        self.report = report
        self.usedQuota = usedQuota
    }
}
