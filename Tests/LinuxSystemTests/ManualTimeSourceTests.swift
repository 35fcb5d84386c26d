import LazaretCore
import LazaretTestKit
import Testing

/// The clock of the tests itself, where it decides how a broken test ends.
@Suite(.timeLimit(.minutes(1))) struct ManualTimeSourceTests {
    @Test(arguments: [true, false]) func `who waits for sleepers in vain is let go when cancelled`(isEarly: Bool) async
    {
        let time = ManualTimeSource()
        let (begun, begin) = AsyncStream.makeStream(of: Void.self)
        let waiting = Task {
            if isEarly { for await _ in begun { break } } else { begin.yield() }
            await time.waitForSleepers()
        }
        if !isEarly { for await _ in begun { break } }
        waiting.cancel()
        if isEarly { begin.yield() }
        await waiting.value
        #expect(waiting.isCancelled)
    }
}
