import LazaretCore
import LazaretTestKit
import Testing

@testable import ActionLog

/// What `--all` and `--sha1` are about.
struct SelectionTests {
    @Test(
        "each verb takes what it is for; what somebody denied is retried by name alone",
        arguments: [
            (OperatorVerb.approve, [Int64(1)]), (.deny, [1]), (.retry, [4]), (.cancel, [1, 2, 3]),
        ])
    func states(verb: OperatorVerb, expected: [Int64]) async throws {
        try await TestLog.run { test in
            let approve = PolicyRules.open { $0.mode = .approve }
            try await test.takeIn(file("1", order(machine(1))), rules: approve)
            for number in 2...5 { try await test.takeIn(file("\(number)", order(machine(number)))) }
            _ = try await test.decide(.deny, on: [5])
            try await test.tamper(
                "UPDATE action_rows SET due_at = '2999-01-01T00:00:00.000Z' WHERE action_id IN (2, 3)")
            try await test.drive(to: "Failed")
            #expect(try await test.value("SELECT state FROM action_rows WHERE action_id = 4") == "failed")
            try await test.tamper("UPDATE action_rows SET due_at = created_at WHERE action_id = 3")
            try await test.accept(try await test.claim())
            let selection = DecisionSelection(verb)
            let (count, newest) = try await test.log.count(selection)
            #expect(count == expected.count)
            #expect(try await test.log.actions(selection, after: 0, newest: newest) == expected)
        }
    }

    @Test("a file's own, page by page, and not what came after the question")
    func pages() async throws {
        try await TestLog.run { test in
            let approve = PolicyRules.open { $0.mode = .approve }
            for number in 1...6 {
                let sha1 = number == 3 ? fileTwo : fileOne
                try await test.takeIn(file("\(number)", order(machine(number), sha1)), rules: approve)
            }
            let selection = DecisionSelection(.approve, sha1: SHA1Hash(fileOne))
            #expect(try await test.log.count(selection) == (5, 6))
            try await test.takeIn(file("7", order(machine(7))), rules: approve)
            #expect(try await test.log.actions(selection, after: 0, newest: 6, limit: 3) == [1, 2, 4])
            #expect(try await test.log.actions(selection, after: 4, newest: 6, limit: 3) == [5, 6])
        }
    }
}
