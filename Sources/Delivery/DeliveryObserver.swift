public import LazaretCore

/// What delivery tells logs, metrics and the outbox. Calls must not block.
public protocol DeliveryObserver: Sendable {
    func deliveryDid(_ event: DeliveryEvent)
}

public enum DeliveryEvent: Sendable {
    /// A POST's intent is durable and it is about to leave.
    case submitting(Claim)
    case submitted(Claim, SubmitAnswer, ActionChange)
    case looked(Look, word: String, ActionChange)
    case tracked(tenant: String, asked: Int, changed: [Sighting])
    case cancelled(CancelTask, word: String)
    /// Defender was asked about a machine or a file before acting.
    case lookedUp(tenant: String, LookupSubject, word: String)
    /// Any API call but a token's, with how long it took.
    case called(tenant: String, operation: Operation, report: CallReport, duration: Duration)
    case lanePaused(tenant: String, lane: Operation, pause: Traffic.Pause)
    case laneResumed(tenant: String, lane: Operation)
    /// Defender has had these actions for longer than `tracking.overdueAfter`: told once a process, and tracked on.
    case overdue(tenant: String, actionIDs: [Int64])
    /// Another daemon has taken over the action log: this tenant's delivery has stopped for good.
    case superseded(tenant: String)
    /// The action log could not be written or read; the loop tries again.
    case logFailed(tenant: String, operation: Operation, message: String)
    /// An action became final; with Defender's record of it, where there is one.
    case finished(tenant: String, actionID: Int64, state: ActionState, record: MachineAction?)
    /// Held actions were let go, denied or expired by time.
    case settled(Settled)
}
