import DefenderSimulator
import Foundation
import Testing

@Suite("Fault rules")
struct FaultRuleTests {
    /// Which of ten calls have the fault.
    private func fired(_ rules: [FaultRule], seed: UInt64 = 1, calls: Int = 10) -> [Int] {
        var book = FaultBook(seed: seed, rules: rules)
        return (1...calls).filter { _ in book.take(.submit, machine: "AAbb", sha1: "cc") != nil }
    }

    @Test(
        "say which call, how often, and of what",
        arguments: [
            (FaultRule(.dropAfter), Array(1...10)), (FaultRule(.dropAfter, skip: 2), Array(3...10)),
            (FaultRule(.dropAfter, skip: 2, times: 1), [3]), (FaultRule(.dropAfter, times: 3), [1, 2, 3]),
            (FaultRule(.dropAfter, times: 0), []), (FaultRule(.dropAfter, probability: 0), []),
            (FaultRule(.dropAfter, operation: .submit), Array(1...10)), (FaultRule(.dropAfter, operation: .list), []),
            (FaultRule(.dropAfter, machine: "aaB"), Array(1...10)), (FaultRule(.dropAfter, machine: "b"), []),
            (FaultRule(.dropAfter, sha1: "CC"), Array(1...10)), (FaultRule(.dropAfter, sha1: "ccc"), []),
            (FaultRule(.dropAfter, machine: "aa", sha1: "cd"), []),
        ])
    func selection(rule: FaultRule, calls: [Int]) {
        #expect(fired([rule]) == calls)
    }

    @Test("without an operation they leave tokens and unknown paths alone")
    func tokens() {
        var book = FaultBook(seed: 1, rules: [FaultRule(.dropAfter)])
        #expect(book.take(.token, machine: nil, sha1: nil) == nil)
        #expect(book.take(.other, machine: nil, sha1: nil) == nil)
        #expect(book.take(.list, machine: nil, sha1: nil) != nil)
    }

    @Test("the first one has the call, and all of them count it")
    func order() {
        var book = FaultBook(
            seed: 1, rules: [FaultRule(.dropBefore, times: 1), FaultRule(.dropAfter, skip: 1), FaultRule(.resetAfter)])
        let names = (1...3).map { _ in book.take(.submit, machine: nil, sha1: nil)?.fault.name }
        #expect(names == ["dropBefore", "dropAfter", "dropAfter"])
    }

    @Test("chance is the seed's: the same again, another for another, and untouched by other rules")
    func chance() {
        let rule = FaultRule(.dropAfter, probability: 0.1)
        let first = fired([rule], calls: 5000)
        #expect((400...600).contains(first.count))
        #expect(fired([rule], calls: 5000) == first)
        #expect(fired([rule], seed: 2, calls: 5000) != first)
        #expect(fired([rule, FaultRule(.dropBefore, operation: .list, probability: 0.5)], calls: 5000) == first)
    }

    @Test(
        "are read from JSON",
        arguments: [
            (#"{"fault": "dropAfter"}"#, FaultRule(.dropAfter)),
            (
                #"{"fault": "errorAfter", "status": 503, "operation": "submit", "times": 2, "skip": 1, "probability": 0.5}"#,
                FaultRule(
                    .errorAfter(status: 503, code: nil, message: nil), operation: .submit, skip: 1, probability: 0.5,
                    times: 2)
            ),
            (
                #"{"fault": "errorBefore", "code": "C", "message": "m"}"#,
                FaultRule(.errorBefore(status: 500, code: "C", message: "m"))
            ),
            (
                #"{"fault": "throttled", "retryAfter": "30", "machine": "aa"}"#,
                FaultRule(.throttled(retryAfter: "30"), machine: "aa")
            ),
            (#"{"fault": "throttled"}"#, FaultRule(.throttled(retryAfter: nil))),
            (
                #"{"fault": "lateEffect", "after": "2s", "sha1": "bb"}"#,
                FaultRule(.lateEffect(after: .seconds(2)), sha1: "bb")
            ),
            (
                #"{"fault": "delay", "delay": "250ms", "operation": "fileStats"}"#,
                FaultRule(.delay, operation: .fileStats, delay: .milliseconds(250))
            ),
            (#"{"fault": "redirect", "location": "http://x/"}"#, FaultRule(.redirect(location: "http://x/"))),
            (#"{"fault": "pageBefore"}"#, FaultRule(.pageBefore(status: 502))),
        ])
    func json(text: String, rule: FaultRule) throws {
        #expect(try JSONDecoder().decode(FaultRule.self, from: Data(text.utf8)) == rule)
    }

    @Test(
        "every simple fault can be named",
        arguments: FaultTests.effects.map(\.0.name) + ["foreignAction", "sameFileAction"])
    func names(name: String) throws {
        let rule = try JSONDecoder().decode(FaultRule.self, from: Data(#"{"fault": "\#(name)"}"#.utf8))
        #expect(rule.fault.name == name)
    }

    @Test(
        "are refused where they are not exactly right",
        arguments: [
            #"{}"#, #"{"fault": "dropafter"}"#, #"{"fault": "dropAfter", "time": 1}"#,
            #"{"fault": "dropAfter", "times": -1}"#,
            #"{"fault": "dropAfter", "probability": 1.5}"#, #"{"fault": "dropAfter", "operation": "post"}"#,
            #"{"fault": "delay", "delay": "3"}"#, #"{"fault": "delay", "delay": 3}"#,
            #"{"fault": "errorAfter", "status": 100}"#,
            #"{"fault": "dropAfter", "skip": -1}"#,
        ])
    func refused(text: String) {
        #expect(throws: DecodingError.self) { try JSONDecoder().decode(FaultRule.self, from: Data(text.utf8)) }
    }
}
