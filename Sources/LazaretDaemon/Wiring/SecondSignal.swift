import Dispatch
import Foundation
import Glibc

/// Ends the process at once with 143, as a shell reports SIGTERM, when SIGTERM or SIGINT comes a second time: whatever is not
/// durable by then is found again at the next start.
///
/// On a queue of its own, so that it also works where everything else hangs. A plain signal handler would not do: libdispatch
/// blocks a signal that it watches in each thread that it reaches.
final class SecondSignal: @unchecked Sendable {
    private let lock = NSLock()
    private var count: UInt = 0
    private var sources: [any DispatchSourceSignal] = []

    init(queue: DispatchQueue = DispatchQueue(label: "lazaret.signals", qos: .userInitiated)) {
        for number in [SIGTERM, SIGINT] {
            let source = DispatchSource.makeSignalSource(signal: number, queue: queue)
            // Asked on the queue alone, and gone with the source.
            nonisolated(unsafe) let asked = source
            source.setEventHandler { @Sendable [weak self] in self?.came(asked.data) }
            source.resume()
            sources.append(source)
        }
    }

    deinit {
        for source in sources { source.cancel() }
    }

    /// Where the queue had no turn between two signals, both come as one event of two.
    private func came(_ times: UInt) {
        let all = lock.withLock { () -> UInt in
            count += times
            return count
        }
        if all > 1 { _exit(143) }
    }
}
