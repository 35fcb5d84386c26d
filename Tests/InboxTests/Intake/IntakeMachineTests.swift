import Glibc
import LazaretCore
import Testing

@testable import Inbox

/// Decisions about time, without any.
@Suite struct IntakeMachineTests {
    private let settings = InboxSettings(directory: "/i", accepted: "/a", rejected: "/r", settle: .seconds(2))
    private let start = Moment(wall: Instant(milliseconds: 1_767_225_600_000), steady: Steady(milliseconds: 1000))

    private func entry(_ name: String) -> InboxEntry { InboxEntry(subdirectory: nil, name: FileName(name)) }

    private func observation(due: Steady) throws -> Stillness.Observation {
        let facts = try #require(try Directory(path: "/").facts(of: FileName("tmp")))
        return Stillness.Observation(facts: facts, since: start.steady, isBeingWritten: false, due: due)
    }

    @Test func `what is due and cannot start yet is no reason to look again and again`() throws {
        var machine = IntakeMachine(settings: settings)
        machine.wait(entry("a.json"), try observation(due: start.steady + .seconds(2)), start)
        // The reader is at work, as it is all the time while a log takes nothing and no more files fit into the hand.
        machine.isReaderBusy = true
        #expect(machine.nextLook(after: start.steady) == start.steady + .seconds(2))
        #expect(machine.nextLook(after: start.steady + .seconds(2)) == nil)
        #expect(machine.nextLook(after: start.steady + .seconds(3)) == nil)
    }

    @Test func `what has left a queue keeps no descriptor open`() throws {
        var machine = IntakeMachine(settings: settings)
        machine.isScanWanted = false
        machine.mappings = 1
        weak var handle: Descriptor?
        do {
            let end = try mapped("a.json")
            if case .mapped(let files) = end { handle = files.first?.file.handle }
            machine.handle(end, at: start)
        }
        #expect(handle != nil)
        #expect(commits(&machine, at: start.steady) == [1])
        #expect(handle == nil)
    }

    /// A file that is mapped, of no consequence otherwise.
    private func mapped(_ name: String) throws -> IntakeStageEnd {
        let directory = try Directory(path: "/etc")
        let handle = try directory.open(FileName("passwd"), O_RDONLY)
        let file = InboxFile(
            entry: entry(name), directory: directory, handle: handle, facts: try handle.facts(), content: .bytes([]),
            isStill: true)
        return .mapped([ReadyFile(file: file, mapped: MappedFile(documents: []))])
    }

    private func commits(_ machine: inout IntakeMachine, at now: Steady) -> [Int] {
        machine.effects(at: now).compactMap { if case .commit(let files) = $0 { files.count } else { nil } }
    }

    @Test func `what is ready lingers for what is on its way, and not long`() throws {
        var machine = IntakeMachine(settings: settings)
        machine.isReaderBusy = true
        machine.mappings = 3
        machine.handle(try mapped("a.json"), at: start)
        #expect(commits(&machine, at: start.steady) == [])
        #expect(machine.nextLook(after: start.steady) == start.steady + IntakeMachine.linger)
        let later = Moment(wall: start.wall, steady: start.steady + .milliseconds(10))
        machine.handle(try mapped("b.json"), at: later)
        #expect(commits(&machine, at: start.steady + IntakeMachine.linger) == [2])
    }

    @Test func `what is ready is committed at once where nothing is on its way`() throws {
        var machine = IntakeMachine(settings: settings)
        machine.isScanWanted = false
        machine.mappings = 1
        machine.handle(try mapped("a.json"), at: start)
        #expect(commits(&machine, at: start.steady) == [1])
    }

    @Test func `a full batch is committed at once, and the rest does not linger`() throws {
        var settings = settings
        settings.filesInHand = 8
        var machine = IntakeMachine(settings: settings)
        machine.isReaderBusy = true
        machine.mappings = 9
        for name in ["a.json", "b.json", "c.json"] { machine.handle(try mapped(name), at: start) }
        #expect(commits(&machine, at: start.steady) == [2])
        machine.isCommitting = false
        #expect(commits(&machine, at: start.steady) == [1])
    }

    @Test func `a batch is put away while the next is committed, from the turn in which it is recorded`() throws {
        var settings = settings
        settings.filesInHand = 8
        var machine = IntakeMachine(settings: settings)
        machine.isScanWanted = false
        machine.isReaderBusy = true
        for name in ["a.json", "b.json", "c.json", "d.json"] { machine.handle(try mapped(name), at: start) }
        let first = machine.effects(at: start.steady).compactMap {
            if case .commit(let files) = $0 { files } else { nil }
        }
        let files = try #require(first.first)
        let receipts = files.map { _ in IntakeReceipt(alertsTaken: 1) }
        machine.handle(.committed(CommitEnd(files: files, changed: [], outcome: .recorded(receipts))), at: start)
        let kinds = machine.effects(at: start.steady).map { effect in
            switch effect {
            case .commit(let files): "commit \(files.count)"
            case .archive(let orders): "archive \(orders.count)"
            default: "other"
            }
        }
        #expect(kinds.sorted() == ["archive 2", "commit 2"])
    }

    @Test func `waiting files are each given once when due, earliest deadline known`() throws {
        var waiting = WaitingFiles(limit: 3)
        for (name, seconds) in [("a", 3), ("b", 1), ("c", 2)] {
            let isRoom = try waiting.put(entry(name), observation(due: start.steady + .seconds(seconds)))
            #expect(isRoom)
        }
        let isRoom = try waiting.put(entry("d"), observation(due: start.steady))
        #expect(!isRoom)
        #expect(waiting.nextDue == start.steady + .seconds(1))
        #expect(waiting.due(5, at: start.steady) == [])
        #expect(waiting.due(5, at: start.steady + .seconds(2)).map(\.name.description).sorted() == ["b", "c"])
        #expect(waiting.due(5, at: start.steady + .seconds(2)) == [])
        #expect(waiting[entry("b")] != nil)
        #expect(waiting.nextDue == start.steady + .seconds(3))
        waiting.remove(entry("a"))
        #expect(waiting.due(5, at: start.steady + .seconds(9)) == [])
        #expect(waiting.nextDue == nil)
    }

    @Test func `of those due no more are given than there is room for, the rest later`() throws {
        var waiting = WaitingFiles(limit: 10)
        for number in 0..<5 { _ = waiting.put(entry("\(number)"), try observation(due: start.steady)) }
        #expect(waiting.due(0, at: start.steady) == [])
        #expect(waiting.due(2, at: start.steady).count == 2)
        #expect(waiting.nextDue == start.steady)
        #expect(waiting.due(9, at: start.steady).count == 3)
    }

    @Test func `an alarm is set only where none rings in time`() {
        var alarms = Alarms()
        let now = start.steady
        #expect(alarms.set(nil, now: now) == nil)
        #expect(alarms.set(now + .seconds(60), now: now) == now + .seconds(60))
        #expect(alarms.set(now + .seconds(90), now: now) == nil)
        #expect(alarms.set(now + .seconds(2), now: now) == now + .seconds(2))
        // The first has rung.
        #expect(alarms.set(now + .seconds(4), now: now + .seconds(2)) == now + .seconds(4))
        #expect(alarms.set(now + .seconds(70), now: now + .seconds(4)) == nil)
    }
}
