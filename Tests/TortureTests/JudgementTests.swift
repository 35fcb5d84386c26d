import ActionLog
import DaemonRig
import Testing

@testable import DefenderSimulator
@testable import lazaret_torture

/// The invariants are held against evidence that is good, and against evidence with one thing wrong.
struct JudgementTests {
    static func stream() -> AlertStream {
        var stream = AlertStream(seed: 7)
        for _ in 0..<60 { _ = stream.next() }
        return stream
    }

    static func good(_ stream: AlertStream) -> Evidence {
        let pairs = stream.pairs.sorted()
        let quarantines = pairs.enumerated().map { number, pair in
            Quarantine(
                at: "2026-01-31T12:00:00.000Z", steadyMilliseconds: 1, tenant: "t", actionID: "a-\(number)",
                machineID: pair.machine, sha1: pair.sha1, comment: "c", requestor: "r", isForeign: false,
                arrival: number)
        }
        return Evidence(
            mapped: stream.alertIDs.sorted(), rejected: stream.brokenLines,
            actions: pairs.map { .init(pair: $0, state: "succeeded") },
            report: EffectReport(arrivals: [], quarantines: quarantines, windows: [], counts: [:]),
            integrity: ["ok"], chain: .intact(events: 1, head: nil), leftInInbox: [])
    }

    @Test("the stream holds every kind of file, and the same seed gives the same")
    func streams() {
        var names: Set<Substring> = []
        var (first, second) = (AlertStream(seed: 3), AlertStream(seed: 3))
        for _ in 0..<300 {
            let file = first.next()
            #expect(file == second.next())
            names.insert(file.name.prefix { $0 != "-" })
        }
        #expect(names == ["again", "copy", "lines", "broken", "alert"])
        #expect(first.alertIDs.count > first.pairs.count)
    }

    @Test("good evidence has no fault")
    func goodEvidence() {
        let stream = Self.stream()
        #expect(Judgement(Self.good(stream), dropped: stream).faults == [])
    }

    enum Harm: String, CaseIterable {
        case lost = "alert lost"
        case mappedTwice = "recorded as mapped"
        case brokenLine = "recorded as rejected"
        case noAction = "no action for"
        case noEffect = "no effect on"
        case secondEffect = "second effect"
        case secondAction = "actions too many"
        case unasked = "effects without an action"
        case overQuota = "over quota"
        case integrity = "integrity_check"
        case chain = "event chain"
        case unfinished = "not succeeded but queued"
        case inbox = "left in the inbox"
        case remark = "ended by itself"

        func apply(to evidence: inout Evidence) {
            switch self {
            case .lost: evidence.mapped.removeLast()
            case .mappedTwice: evidence.mapped.append(evidence.mapped[0])
            case .brokenLine: evidence.rejected -= 1
            case .noAction: evidence.actions.removeLast()
            case .noEffect: evidence.report.quarantines.removeLast()
            case .secondEffect: evidence.report.quarantines.append(evidence.report.quarantines[0])
            case .secondAction: evidence.actions.append(evidence.actions[0])
            case .unasked: evidence.report.quarantines[0].sha1 = String(repeating: "0", count: 40)
            case .overQuota:
                evidence.report.windows = [
                    WindowUse(tenant: "t", app: "a", operation: .submit, limit: 1, windowMilliseconds: 9, largest: 2)
                ]
            case .integrity: evidence.integrity = ["row 3 missing from index action_by_time"]
            case .chain: evidence.chain = .broken(event: 3, .hashMismatch)
            case .unfinished: evidence.actions[0].state = "queued"
            case .inbox: evidence.leftInInbox = ["a.json"]
            case .remark: evidence.remarks = ["the daemon had ended by itself"]
            }
        }
    }

    @Test("one wrong thing is found and named", arguments: Harm.allCases)
    func oneWrongThing(_ harm: Harm) {
        let stream = Self.stream()
        var evidence = Self.good(stream)
        harm.apply(to: &evidence)
        let faults = Judgement(evidence, dropped: stream).faults
        #expect(faults.contains { $0.contains(harm.rawValue) }, "\(faults)")
    }
}
