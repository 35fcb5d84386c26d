import Glibc
import LazaretCore
import Testing

@testable import Inbox

@Suite struct StillnessTests {
    private let rule = Stillness(settle: .seconds(2), writerPatience: .seconds(60))
    private let now = Moment(wall: Instant(milliseconds: 10_000_000), steady: Steady(milliseconds: 500_000))

    /// A file last changed `age` milliseconds before `now`.
    private func facts(age: Int64, size: Int = 10) -> FileFacts {
        var status = stat()
        status.st_mode = S_IFREG
        status.st_size = size
        let milliseconds = 10_000_000 - age
        status.st_mtim = timespec(tv_sec: Int(milliseconds / 1000), tv_nsec: Int(milliseconds % 1000) * 1_000_000)
        status.st_ctim = status.st_mtim
        return FileFacts(status)
    }

    private func seen(_ facts: FileFacts, ago: Int64, isBeingWritten: Bool = false) -> Stillness.Observation {
        Stillness.Observation(
            facts: facts, since: Steady(milliseconds: 500_000 - ago), isBeingWritten: isBeingWritten,
            due: Steady(milliseconds: 0))
    }

    @Test(arguments: [(0, false), (1999, false), (2000, true), (86_400_000, true)] as [(Int64, Bool)])
    func `without a hint a file is read once it has lain still for settle`(_ age: Int64, _ isReady: Bool) {
        let judgement = rule.judge(facts(age: age), hint: nil, seen: nil, now: now)
        #expect((judgement == .ready(isStill: true)) == isReady)
    }

    @Test func `it is looked at again exactly when settle is over`() {
        guard case .wait(let observation) = rule.judge(facts(age: 500), hint: nil, seen: nil, now: now) else {
            Issue.record("was taken")
            return
        }
        #expect(observation.due == Steady(milliseconds: 501_500))
    }

    @Test(arguments: [(0, false), (2000, true)] as [(Int64, Bool)])
    func `a close or rename makes it ready at once, and final once it is still`(_ age: Int64, _ isStill: Bool) {
        #expect(rule.judge(facts(age: age), hint: .complete, seen: nil, now: now) == .ready(isStill: isStill))
    }

    @Test(arguments: [(1999, false), (2000, true)] as [(Int64, Bool)])
    func `a date in the future is judged by what was seen`(_ ago: Int64, _ isReady: Bool) {
        let future = facts(age: -3_600_000)
        let judgement = rule.judge(future, hint: nil, seen: seen(future, ago: ago), now: now)
        #expect((judgement == .ready(isStill: true)) == isReady)
    }

    @Test func `a file that changed between two looks starts anew`() {
        let (before, after) = (facts(age: -1000, size: 10), facts(age: -1000, size: 11))
        guard case .wait(let next) = rule.judge(after, hint: nil, seen: seen(before, ago: 5000), now: now) else {
            Issue.record("was taken")
            return
        }
        #expect(next.since == now.steady)
    }

    @Test func `a writer that has it open is waited for longer`() {
        let file = facts(age: 5000)
        guard case .wait(let open) = rule.judge(file, hint: .written, seen: nil, now: now) else {
            Issue.record("was taken")
            return
        }
        #expect(open.isBeingWritten)
        #expect(open.due == Steady(milliseconds: 555_000))
        // A scan that comes by does not forget the writer; its close does.
        guard case .wait = rule.judge(file, hint: nil, seen: open, now: now) else {
            Issue.record("was taken")
            return
        }
        #expect(rule.judge(file, hint: .complete, seen: open, now: now) == .ready(isStill: true))
        #expect(rule.judge(facts(age: 60_000), hint: .written, seen: nil, now: now) == .ready(isStill: true))
    }

    @Test func `an absurd date neither traps nor blocks`() {
        var status = stat()
        status.st_mode = S_IFREG
        status.st_mtim = timespec(tv_sec: .max, tv_nsec: 999_999_999)
        status.st_ctim = timespec(tv_sec: .min, tv_nsec: 0)
        let absurd = FileFacts(status)
        guard case .wait(let observation) = rule.judge(absurd, hint: nil, seen: nil, now: now) else {
            Issue.record("was taken")
            return
        }
        #expect(observation.due == Steady(milliseconds: 502_000))
    }
}
