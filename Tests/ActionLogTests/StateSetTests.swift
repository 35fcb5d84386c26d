import LazaretCore
import Testing

@testable import ActionLog

/// SQL names the states in lists that indexes need to the letter: they must be what Core decides.
struct StateSetTests {
    private func list(_ belongs: (ActionState) -> Bool) -> String {
        ActionState.allCases.filter(belongs).map { "'\($0.rawValue)'" }.joined(separator: ", ")
    }

    @Test("each list is the one that Core decides, in its order")
    func lists() {
        #expect(StateSet.open == list { !$0.isFinal })
        #expect(StateSet.final == list { $0.isFinal })
        #expect(StateSet.live == list { !$0.isFinal && $0 != .held })
        #expect(StateSet.busy == list { $0 == .sending || $0 == .unconfirmed })
        #expect(StateSet.failed == list { [.failed, .timedOut, .refused, .expired].contains($0) })
    }
}
