import ActionLog
import LazaretCore
import Testing

@testable import LazaretCommands

struct DecisionReportTests {
    @Test("where others decided between counting and deciding, nothing matched: that is no success")
    func somebodyElseWasFirst() throws {
        let report = DecisionReport(verb: .approve, format: .table, isNamed: false)
        let failure = #expect(throws: CommandFailure.self) { try report.throwFailure() }
        #expect(failure?.code == .nothingMatched)
        #expect(failure?.description == "somebody else was first: nothing is left to approve")
    }

    @Test(
        "cancelling what was adopted says whose it is",
        arguments: [
            (nil, "is submitted; Defender is asked to cancel it"),
            (
                "Ann\u{202E}",
                "is submitted; Defender is asked to cancel it (adopted: begun by Ann\\u{202e}, not by Lazaret)"
            ),
            ("", "is submitted; Defender is asked to cancel it (adopted: begun by somebody else, not by Lazaret)"),
        ])
    func adopted(beganBy: String?, message: String) {
        let decided = Decided(action: 5, result: .cancelRequested(.submitted), beganBy: beganBy)
        #expect(DecisionRow(verb: .cancel, decided).message == message)
    }
}
