import LazaretCore
import Testing

/// What a person may decide about an action in each state.
struct OperatorVerbTests {
    private static let enforce = PolicyRules(mode: .enforce)

    private func outcome(
        _ verb: OperatorVerb, _ state: ActionState, asker: String? = nil, twin: Int64? = nil, asked: Bool = false,
        rules: PolicyRules = enforce
    ) -> OperatorVerb.Outcome {
        let facts = OperatorVerb.Facts(state: state, asker: asker, twin: twin, isCancelAsked: asked)
        return verb.outcome(of: facts, by: "alice", rules: rules)
    }

    @Test("approve lets what is held go, and nothing else", arguments: ActionState.allCases)
    func approve(state: ActionState) {
        let expected: OperatorVerb.Outcome =
            switch state {
            case .held: .change(to: .queued, nil)
            case let other where other.isFinal: .refuse(.isFinal(other))
            default: .refuse(.notHeld(state))
            }
        #expect(outcome(.approve, state) == expected)
    }

    @Test("deny refuses what has not left", arguments: ActionState.allCases)
    func deny(state: ActionState) {
        let expected: OperatorVerb.Outcome =
            switch state {
            case .held, .queued: .change(to: .denied, .byOperator)
            case let other where other.isFinal: .refuse(.isFinal(other))
            default: .refuse(.hasLeft(state))
            }
        #expect(outcome(.deny, state) == expected)
    }

    @Test("retry queues what has ended without success", arguments: ActionState.allCases)
    func retry(state: ActionState) {
        let expected: OperatorVerb.Outcome =
            switch state {
            case .succeeded: .refuse(.hasSucceeded)
            case let other where other.isFinal: .change(to: .queued, .retry)
            default: .refuse(.notFinal(state))
            }
        #expect(outcome(.retry, state) == expected)
    }

    @Test("cancel is local before sending, and asks Defender from then on", arguments: ActionState.allCases)
    func cancel(state: ActionState) {
        let expected: OperatorVerb.Outcome =
            switch state {
            case .held, .queued: .change(to: .cancelled, .byOperator)
            case .sending, .unconfirmed, .submitted: .askDefender
            default: .refuse(.isFinal(state))
            }
        #expect(outcome(.cancel, state) == expected)
    }

    @Test("asked twice, Defender is asked once")
    func cancelTwice() {
        #expect(outcome(.cancel, .submitted, asked: true) == .askedAlready)
    }

    @Test("a retry makes no second open action for a machine and file")
    func twin() {
        #expect(outcome(.retry, .failed, twin: 7) == .refuse(.twin(7)))
    }

    @Test("four eyes: who asked may not approve; an alert has no person")
    func fourEyes() {
        let rules = PolicyRules(mode: .enforce, approvalByOther: true)
        #expect(outcome(.approve, .held, asker: "alice", rules: rules) == .refuse(.ownRequest("alice")))
        #expect(outcome(.approve, .held, asker: "bob", rules: rules) == .change(to: .queued, nil))
        #expect(outcome(.approve, .held, rules: rules) == .change(to: .queued, nil))
        #expect(outcome(.approve, .held, asker: "alice") == .change(to: .queued, nil))
    }

    @Test("a retry is no way around the approval by another")
    func retryNeedsAnother() {
        let both = PolicyRules(mode: .approve, approvalByOther: true)
        #expect(outcome(.retry, .failed, rules: both) == .change(to: .held, .byOperator))
        #expect(outcome(.retry, .failed, rules: PolicyRules(mode: .approve)) == .change(to: .queued, .retry))
        let enforce = PolicyRules(mode: .enforce, approvalByOther: true)
        #expect(outcome(.retry, .failed, rules: enforce) == .change(to: .queued, .retry))
    }
}
