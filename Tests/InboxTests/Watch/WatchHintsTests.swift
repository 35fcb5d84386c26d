import Testing

@testable import Inbox

@Suite struct WatchHintsTests {
    private let watch = WatchHints.Watch(number: 1)

    private func place(_ name: String) -> WatchHints.Place { WatchHints.Place(watch: watch, name: FileName(name)) }

    @Test func `the last thing seen of a name counts, and names keep their order`() {
        var hints = WatchHints()
        hints.note(.created, at: place("b"), limit: 10)
        hints.note(.complete, at: place("a"), limit: 10)
        hints.note(.written, at: place("b"), limit: 10)
        hints.note(.complete, at: place("b"), limit: 10)
        #expect(hints.places.map(\.name.description) == ["b", "a"])
        #expect(hints.changes[place("b")] == .complete)
    }

    @Test func `memory is bounded, and what did not fit is said once a look`() {
        var hints = WatchHints()
        for number in 0..<100 { hints.note(.complete, at: place("\(number)"), limit: 10) }
        #expect(hints.places.count == 10)
        #expect(hints.overflows == 1)
        hints.note(.written, at: place("3"), limit: 10)
        #expect(hints.changes[place("3")] == .written)
    }

    @Test func `merging keeps what is later and adds what is counted`() {
        var (first, second) = (WatchHints(), WatchHints())
        first.note(.written, at: place("a"), limit: 2)
        first.noteOverflow()
        second.note(.complete, at: place("a"), limit: 2)
        second.note(.complete, at: place("b"), limit: 2)
        second.noteOverflow()
        second.noteLost(watch)
        first.merge(second, limit: 2)
        #expect(first.changes[place("a")] == .complete)
        #expect(first.places.count == 2)
        #expect(first.overflows == 2)
        #expect(first.lost == [watch])
    }

    @Test func `a cut record from the kernel is not read beyond its end`() {
        // Header says 64 bytes of name, 16 follow.
        var bytes = [UInt8](repeating: 0, count: 32)
        bytes[12] = 64
        for count in 0...32 {
            let events = bytes.prefix(count).withUnsafeBytes { Array(InotifyEvents($0).map(\.watch)) }
            #expect(events.isEmpty)
        }
    }
}
