import LazaretCore
import Testing

/// Which changes the state machine has at all (`docs/state-machine.md`): every pair of states.
struct ActionChangeTests {
    private static let open: [ActionState] = [.held, .queued, .sending, .unconfirmed, .submitted]
    private static let retried: [ActionState] = [.failed, .timedOut, .cancelled, .refused, .denied, .expired, .dryRun]

    private func isPossible(_ from: ActionState, _ to: ActionState) -> Bool {
        switch (from, to) {
        case (.succeeded, _), (_, .dryRun): false
        case (_, .queued): true
        case (.queued, .sending): true
        case (_, .sending): false
        default: !from.isFinal
        }
    }

    @Test("only what the drawing has is possible", arguments: ActionState.allCases)
    func pairs(from: ActionState) throws {
        let machineAction = MachineAction(
            id: "1", status: MachineAction.Status("Pending"), body: "{}")
        for to in ActionState.allCases {
            let change = ActionChange(
                from: from, to: to, reason: to == .held ? .approval : nil, machineAction: machineAction)
            #expect(
                (change.obstacle == nil) == isPossible(from, to), "\(from) to \(to): \(change.obstacle ?? "possible")")
        }
    }

    @Test("a finished action is held again only by its operator's word, and never after success")
    func heldAgain() {
        for state in ActionState.allCases where state.isFinal {
            let change = ActionChange(from: state, to: .held, reason: .byOperator)
            #expect((change.obstacle == nil) == state.mayRetry)
        }
    }

    @Test("held needs a reason, and submitted a MachineAction")
    func missing() {
        #expect(ActionChange(from: .queued, to: .held).obstacle != nil)
        #expect(ActionChange(from: .sending, to: .submitted).obstacle != nil)
        #expect(ActionChange(from: .submitted, to: .submitted).obstacle == nil)
    }
}
