import Dispatch
import Foundation
import Glibc

/// Ends the process at once with 143, as a shell reports SIGTERM, when SIGTERM or SIGINT comes a second time: whatever is not
/// durable by then is found again at the next start.
///
/// On queues of its own, so that it also works where everything else hangs. A plain signal handler would not do: libdispatch
/// blocks a signal that it watches in each thread that it reaches.
final class SecondSignal: @unchecked Sendable {
    private let lock = NSLock()
    private var count = 0
    private var sources: [any DispatchSourceSignal] = []

    init(queue: DispatchQueue = DispatchQueue(label: "lazaret.signals", qos: .userInitiated)) {
        for source in makeSources(on: queue, handler: { [weak self] in self?.came() }) { source.resume() }
    }

    deinit {
        for source in sources { source.cancel() }
    }

    /// One has come.
    var hasFirst: Bool { lock.withLock { count > 0 } }

    /// The first has been heard: any other is the second. Returns when it is listened for, by sources of their own: those that
    /// count hear of two signals as of one where their queue had no turn in between.
    func expect() async {
        let next = DispatchQueue(label: "lazaret.second-signal", qos: .userInitiated)
        for source in makeSources(on: next, handler: { _exit(143) }) {
            await withCheckedContinuation { listening in
                source.setRegistrationHandler { @Sendable in listening.resume() }
                source.resume()
            }
        }
    }

    private func makeSources(
        on queue: DispatchQueue, handler: @escaping @Sendable () -> Void
    ) -> [any DispatchSourceSignal] {
        let made = [SIGTERM, SIGINT].map { number in
            let source = DispatchSource.makeSignalSource(signal: number, queue: queue)
            source.setEventHandler { @Sendable in handler() }
            return source
        }
        lock.withLock { sources += made }
        return made
    }

    private func came() {
        let times = lock.withLock { () -> Int in
            count += 1
            return count
        }
        if times > 1 { _exit(143) }
    }
}
