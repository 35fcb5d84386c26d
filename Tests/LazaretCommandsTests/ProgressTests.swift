import Foundation
import LazaretTestKit
import Testing

@testable import LazaretCommands

/// How far a verb is, for a person who waits: after a second, on a terminal only.
@Suite(.timeLimit(.minutes(5)))
struct ProgressTests {
    private final class Terminal: @unchecked Sendable {
        private let lock = NSLock()
        private var text = ""
        private let (writes, writer) = AsyncStream.makeStream(of: Void.self)

        func show(_ more: String) {
            lock.withLock { text += more }
            writer.yield()
        }

        var shown: String { lock.withLock { text } }

        /// Returns at the first write, if it has not come yet.
        func isWritten() async { for await _ in writes { return } }
    }

    private func surroundings(_ terminal: Terminal?, width: Int? = nil) -> Surroundings {
        let clock = ManualTimeSource()
        var surroundings = Surroundings(
            write: { _ in }, note: { _ in }, width: width, now: { clock.now() }, boot: clock.boot, login: "carol")
        if let terminal { surroundings.showProgress = { terminal.show($0) } }
        return surroundings
    }

    @Test func `it tells how much of how much, and is gone at the end`() async {
        let terminal = Terminal()
        let progress = Surroundings.$current.withValue(surroundings(terminal)) { Progress("explained", of: 40) }
        progress.count = 10
        // The first second may be over before it is counted; the next one shows it.
        while !terminal.shown.contains("\r\u{1B}[Kexplained 10 of 40 (25 %), ") { await terminal.isWritten() }
        progress.finish()
        #expect(terminal.shown.hasSuffix("\r\u{1B}[K"))
        let end = terminal.shown
        progress.finish()
        #expect(terminal.shown == end)
    }

    @Test(arguments: [(nil, "copying, 1 s"), (40, "copying 0 of 40 (0 %), 1 s")] as [(Int?, String)])
    func `where nothing is counted it tells the time alone`(total: Int?, expected: String) async {
        let terminal = Terminal()
        let progress = Surroundings.$current.withValue(surroundings(terminal)) { Progress("copying", of: total) }
        await terminal.isWritten()
        #expect(terminal.shown.hasPrefix("\r\u{1B}[K" + expected))
        progress.finish()
    }

    @Test func `what is over within a second shows nothing`() {
        let terminal = Terminal()
        Surroundings.$current.withValue(surroundings(terminal)) { Progress("verified").finish() }
        #expect(terminal.shown == "")
    }

    /// The one case that would wait for ever: so what is asked is whether it would show anything.
    @Test(
        "nothing without a terminal, or where the rows themselves go to it",
        arguments: [
            (true, nil, false, true), (false, nil, false, false), (true, 80, true, false), (true, nil, true, true),
        ])
    func shows(hasTerminal: Bool, width: Int?, streams: Bool, expected: Bool) {
        let progress = Surroundings.$current.withValue(surroundings(hasTerminal ? Terminal() : nil, width: width)) {
            Progress("exported", streams: streams)
        }
        #expect(progress.mayShow == expected)
        progress.finish()
        #expect(!progress.mayShow)
    }
}
