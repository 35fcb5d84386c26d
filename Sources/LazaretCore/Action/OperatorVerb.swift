/// What a person may decide about an action (contract, section 1; `docs/commands.md`).
public enum OperatorVerb: String, CaseIterable, Sendable {
    case approve, deny, retry, cancel

    /// What is known of the action, read in the transaction that will write the decision.
    public struct Facts: Hashable, Sendable {
        public var state: ActionState
        /// The person behind the action being where it is: who retried it last. An alert has no person: nil.
        public var asker: String?
        /// Another action for the same tenant, machine and file that is not final.
        public var twin: Int64?
        /// Defender's cancel call was asked for already.
        public var isCancelAsked: Bool

        public init(state: ActionState, asker: String? = nil, twin: Int64? = nil, isCancelAsked: Bool = false) {
            self.state = state
            self.asker = asker
            self.twin = twin
            self.isCancelAsked = isCancelAsked
        }
    }

    public enum Outcome: Hashable, Sendable {
        case change(to: ActionState, Reason?)
        /// It has left, or may have: Defender's cancel call is asked for, and made as soon as Defender has the action.
        case askDefender
        /// Asked for already; nothing changes.
        case askedAlready
        case refuse(Refusal)
    }

    /// Why the action stays as it is.
    public enum Refusal: Hashable, Sendable {
        /// Only a held action can be approved.
        case notHeld(ActionState)
        /// Too late to deny it: it has left, or may have.
        case hasLeft(ActionState)
        case isFinal(ActionState)
        /// Only a finished action can be retried.
        case notFinal(ActionState)
        /// There is nothing to retry.
        case hasSucceeded
        /// `policy.approvalByOther`: this person asked for it, so another must approve.
        case ownRequest(String)
        /// Retried now, it would be the second open action for one machine and file.
        case twin(Int64)
    }

    /// - Parameters:
    ///   - person: the login of who decides.
    ///   - rules: the policy in force: its mode, and whether another must approve.
    public func outcome(of facts: Facts, by person: String, rules: PolicyRules) -> Outcome {
        switch self {
        case .approve:
            guard facts.state == .held else {
                return .refuse(facts.state.isFinal ? .isFinal(facts.state) : .notHeld(facts.state))
            }
            if rules.approvalByOther, let asker = facts.asker, asker == person { return .refuse(.ownRequest(asker)) }
            return .change(to: .queued, nil)
        case .deny:
            if facts.state.isFinal { return .refuse(.isFinal(facts.state)) }
            return facts.state.isBeforeSending ? .change(to: .denied, .byOperator) : .refuse(.hasLeft(facts.state))
        case .retry:
            if facts.state == .succeeded { return .refuse(.hasSucceeded) }
            guard facts.state.mayRetry else { return .refuse(.notFinal(facts.state)) }
            if let twin = facts.twin { return .refuse(.twin(twin)) }
            // Where everything needs an approval, and by another: a retry must not be the way around it.
            let needsAnother = rules.mode == .approve && rules.approvalByOther
            return needsAnother ? .change(to: .held, .byOperator) : .change(to: .queued, .retry)
        case .cancel:
            if facts.state.isFinal { return .refuse(.isFinal(facts.state)) }
            if facts.state.isBeforeSending { return .change(to: .cancelled, .byOperator) }
            return facts.isCancelAsked ? .askedAlready : .askDefender
        }
    }
}
