/// What one finished call says about the service and its lane, whatever it said about an action.
public enum CallEvent: Hashable, Sendable {
    /// The service answered: the lane is open.
    case answered
    case throttled(RetryAfter?)
    case fault(LaneFault)
    /// No answer, or 5xx: the service may be down. The text is for people.
    case unreachable(String)

    /// A sign-in that gets no answer is a silent service like any other: it is probed within the minute, not once a
    /// `maximumDelay`.
    public static func of(_ fault: LaneFault) -> CallEvent {
        fault.kind == .tokenUnavailable ? .unreachable(fault.message) : .fault(fault)
    }

    public static func of(_ answer: SubmitAnswer) -> CallEvent {
        switch answer.outcome {
        case .accepted, .adopted, .foreign, .alreadyRunning, .refused: .answered
        case .throttled: .throttled(answer.report.retryAfter)
        case .laneFault(let fault): .of(fault)
        case .notSent, .unknown: .unreachable(answer.report.errorMessage ?? answer.report.errorCode ?? "no answer")
        }
    }

    public static func of<Value>(_ answer: ReadAnswer<Value>) -> CallEvent {
        switch answer.outcome {
        case .ok, .notFound, .refused: .answered
        case .throttled: .throttled(answer.report.retryAfter)
        case .laneFault(let fault): .of(fault)
        case .failed: .unreachable(answer.report.errorMessage ?? answer.report.errorCode ?? "no answer")
        }
    }
}
