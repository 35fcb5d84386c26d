import HTTPTransport
import LazaretCore
import Testing

@testable import DefenderAPI

/// Every row of the table at ``SubmitOutcome``.
@Suite("What a submit came to")
struct SubmitOutcomeTests {
    @Test("Each kind of answer has one outcome", arguments: SubmitRow.answers + SubmitRow.refusals + SubmitRow.silences)
    func table(row: SubmitRow) throws {
        #expect(SubmitOutcome.judge(row.result, for: try Fixture.submission()).word == row.word)
    }

    @Test("A 201 is checked against what was asked", arguments: try SubmitRow.created())
    func created(row: SubmitRow) throws {
        #expect(SubmitOutcome.judge(row.result, for: try Fixture.submission()).word == row.word)
    }
}
