import CCurl
import Foundation
import HTTPTransport

/// Between the callers and the curl thread: the commands that wait, and the one lock that guards every exchange's phase.
/// No call blocks for longer than the lock is held. Continuations are resumed outside the lock.
final class Mailbox: @unchecked Sendable {
    enum Command {
        case start(Exchange)
        case cancel(Exchange)
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
    private var closeWaiters: [CheckedContinuation<Void, Never>] = []
    private let multi: UnsafeMutableRawPointer

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

    /// All commands that have come since the last call, and whether the thread is to end after them.
    func take() -> (commands: [Command], isStopping: Bool) {
        lock.withLock {
            defer { commands.removeAll() }
            return (commands, state != .open)
        }
    }

    /// Ends an exchange. False where it had ended before.
    @discardableResult
    func finish(_ exchange: Exchange, _ answer: Exchange.Answer) -> Bool {
        let continuation: CheckedContinuation<Exchange.Answer, Never>? = lock.withLock {
            guard case .pending(let continuation) = exchange.phase else { return nil }
            exchange.phase = .finished
            return continuation
        }
        continuation?.resume(returning: answer)
        return continuation != nil
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
        // One wake-up is enough for all that the thread has not taken yet.
        if commands.count == 1 { wake() }
    }

    private func wake() {
        guard state != .closed else { return }
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
