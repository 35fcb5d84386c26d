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
    private var count = 0
    private var sources: [any DispatchSourceSignal] = []
    private let queue = DispatchQueue(label: "lazaret.signals", qos: .userInitiated)

    init() {
        for number in [SIGTERM, SIGINT] {
            let source = DispatchSource.makeSignalSource(signal: number, queue: queue)
            source.setEventHandler { @Sendable [weak self] in self?.came() }
            source.resume()
            sources.append(source)
        }
    }

    deinit {
        for source in sources { source.cancel() }
    }

    /// One has come.
    var hasFirst: Bool { lock.withLock { count > 0 } }

    private func came() {
        let times = lock.withLock { () -> Int in
            count += 1
            return count
        }
        if times > 1 { _exit(143) }
    }
}
