import CCurl
import Foundation
import HTTPTransport

/// Between the callers and the curl thread: the commands that wait, and the one lock that guards every exchange's phase.
/// No call blocks for longer than the lock is held. Continuations are resumed outside the lock.
final class Mailbox: @unchecked Sendable {
    enum Command {
        case start(Exchange)
        case cancel(Exchange)
        /// So many may run at once from now on.
        case allow(Int)
    }

    private enum State {
        case open
        /// Nothing is taken in any more; the thread is ending what runs.
        case stopping
        /// The multi handle is gone.
        case closed
    }

    // NSLock, not Synchronization.Mutex: the latter gives false thread-sanitizer reports on Linux.
    private let lock = NSLock()
    private var state = State.open
    private var commands: [Command] = []
    /// The thread waits in libcurl, or is about to, and would not see a command.
    private var isAsleep = false
    private var closeWaiters: [CheckedContinuation<Void, Never>] = []
    private let multi: UnsafeMutableRawPointer
    /// Between two lines of ``finish(_:)``. The curl thread's alone.
    private var told: [(continuation: CheckedContinuation<Exchange.Answer, Never>, answer: Exchange.Answer)] = []

    init(multi: UnsafeMutableRawPointer) {
        self.multi = multi
    }

    // MARK: - For callers

    /// Hands an exchange in. The continuation is resumed once, by whoever ends the exchange.
    func submit(_ exchange: Exchange, _ continuation: CheckedContinuation<Exchange.Answer, Never>) {
        let refusal: TransportError? = lock.withLock {
            guard case .new = exchange.phase, state == .open else {
                let isShutDown = state != .open
                exchange.phase = .finished
                return .cancelled(exchange, mayHaveLeft: false, because: isShutDown ? .shutdown : .caller)
            }
            exchange.phase = .pending(continuation)
            append(.start(exchange))
            return nil
        }
        if let refusal { continuation.resume(returning: .failure(refusal)) }
    }

    /// Asks for the end of an exchange, at whatever point it is.
    func cancel(_ exchange: Exchange) {
        lock.withLock {
            switch exchange.phase {
            case .new: exchange.phase = .cancelledEarly
            case .pending: append(.cancel(exchange))
            case .cancelledEarly, .finished: break
            }
        }
    }

    func allow(exchanges: Int) {
        lock.withLock { if state == .open { append(.allow(exchanges)) } }
    }

    /// Asks the thread to end. Harmless at any time.
    func stop() {
        lock.withLock {
            guard state == .open else { return }
            state = .stopping
            wake()
        }
    }

    /// Returns when the thread has ended every exchange and closed every connection.
    func waitUntilClosed() async {
        await withCheckedContinuation { waiter in
            let isClosed = lock.withLock {
                if state != .closed { closeWaiters.append(waiter) }
                return state == .closed
            }
            if isClosed { waiter.resume() }
        }
    }

    // MARK: - For the curl thread

    /// Puts all commands that have come since the last call into `taken`, which is empty, and says whether the thread is to end
    /// after them.
    func take(into taken: inout [Command]) -> Bool {
        lock.withLock {
            isAsleep = false
            // Two arrays take turns: neither gives its memory back.
            swap(&commands, &taken)
            return state != .open
        }
    }

    /// Whether the thread may wait in libcurl: from now on whatever comes wakes it. False where something has come already.
    func mayFallAsleep() -> Bool {
        lock.withLock {
            isAsleep = commands.isEmpty && state == .open
            return isAsleep
        }
    }

    typealias Ended = (exchange: Exchange, answer: Exchange.Answer)

    /// Ends exchanges, and empties the list. Nothing happens to one that had ended before.
    func finish(_ ended: inout [Ended]) {
        lock.withLock {
            for (exchange, answer) in ended {
                guard case .pending(let continuation) = exchange.phase else { continue }
                exchange.phase = .finished
                told.append((continuation, answer))
            }
        }
        for (continuation, answer) in told { continuation.resume(returning: answer) }
        told.removeAll(keepingCapacity: true)
        ended.removeAll(keepingCapacity: true)
    }

    /// The thread's last word: `cleanUp` frees the multi handle while nobody can wake it.
    func close(_ cleanUp: () -> Void) {
        let waiters = lock.withLock {
            cleanUp()
            state = .closed
            defer { closeWaiters.removeAll() }
            return closeWaiters
        }
        for waiter in waiters { waiter.resume() }
    }

    // MARK: - Under the lock

    private func append(_ command: Command) {
        commands.append(command)
        wake()
    }

    /// One wake-up is enough for all that the thread has not taken yet, and none is needed while it is awake.
    private func wake() {
        guard isAsleep, state != .closed else { return }
        isAsleep = false
        // It fails only where the multi handle has no wake-up socket, which was ruled out when it was made.
        _ = curl_multi_wakeup(multi)
    }
}

extension TransportError {
    enum CancelReason: String {
        case caller = "the caller cancelled"
        case shutdown = "the transport was shut down"
    }

    static func cancelled(_ exchange: Exchange, mayHaveLeft: Bool, because reason: CancelReason) -> TransportError {
        TransportError(
            .cancelled, requestMayHaveLeft: mayHaveLeft,
            message: "\(exchange.request.operation): \(reason.rawValue)")
    }
}
