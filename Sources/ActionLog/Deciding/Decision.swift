public import LazaretCore

/// A person's decision, as it is recorded with each action it is about.
public struct Decision: Sendable {
    public var verb: OperatorVerb
    /// The person's login.
    public var actor: String
    /// Empty where the person gave none.
    public var comment: String
    /// The policy in force: its mode, and whether who asked may approve.
    public var rules: PolicyRules

    public init(_ verb: OperatorVerb, actor: String, comment: String = "", rules: PolicyRules) {
        self.verb = verb
        self.actor = actor
        self.comment = comment
        self.rules = rules
    }
}

/// What became of one action that a decision was about.
public struct Decided: Hashable, Sendable {
    public enum Result: Hashable, Sendable {
        case changed(from: ActionState, to: ActionState)
        /// Defender's cancel call is asked for (in this state), and will be made.
        case cancelRequested(ActionState)
        /// As above, by an earlier decision: nothing was written.
        case cancelRequestedBefore(ActionState)
        /// Nothing was written.
        case refused(ActionState, OperatorVerb.Refusal)
        /// There is no such action.
        case notFound
    }

    public var action: Int64
    public var result: Result
    /// Where Defender is asked to cancel what was adopted: who began it, as Defender says (perhaps nothing).
    public var beganBy: String?

    public init(action: Int64, result: Result, beganBy: String? = nil) {
        self.action = action
        self.result = result
        self.beganBy = beganBy
    }
}

/// Which actions a decision is about that names none.
public struct DecisionSelection: Hashable, Sendable {
    public var verb: OperatorVerb
    /// Nil: whatever the file.
    public var sha1: SHA1Hash?

    public init(_ verb: OperatorVerb, sha1: SHA1Hash? = nil) {
        self.verb = verb
        self.sha1 = sha1
    }
}
