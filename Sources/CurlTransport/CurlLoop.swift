import CCurl
import Glibc
import HTTPTransport

/// The curl thread's work: starts exchanges, drives libcurl, hands answers back. Made and used on that thread alone.
final class CurlLoop {
    private let multi: UnsafeMutableRawPointer
    private let mailbox: Mailbox
    private let settings: TransportSettings
    private let trust: TrustStore
    private let clock = ContinuousClock()
    private let stallCheckInterval: Duration
    private var nextStallCheck: ContinuousClock.Instant
    private let passTime = PassTime()
    private var maximumRunning: Int
    /// What an exchange must have left when it starts.
    private let leastTime: Duration

    private var commands: [Mailbox.Command] = []
    /// In order of arrival, hence of deadline.
    private var waiting: [Exchange] = []
    /// Each knows its place.
    private var running: [EasyHandle] = []
    /// Handles between two exchanges, at most as many as exchanges may run at once.
    private var idle: [EasyHandle] = []
    /// Of this pass, their callers not yet told: they are all told together, and wake up together.
    private var ended: [Mailbox.Ended] = []

    init(multi: UnsafeMutableRawPointer, mailbox: Mailbox, settings: TransportSettings, trust: TrustStore) {
        self.multi = multi
        self.mailbox = mailbox
        self.settings = settings
        self.trust = trust
        maximumRunning = settings.maximumConnections
        leastTime = settings.timeout / 10
        stallCheckInterval = .milliseconds(min(1_000, max(10, settings.stallTimeout.timerMilliseconds / 4)))
        nextStallCheck = clock.now
    }

    /// Returns when the mailbox has been told to stop, after every exchange has ended and every connection is closed.
    func run() {
        Self.blockBrokenPipe()
        while true {
            let isStopping = mailbox.take(into: &commands)
            passTime.now = clock.now
            for command in commands {
                switch command {
                case .start(let exchange): waiting.append(exchange)
                case .cancel(let exchange): cancel(exchange, because: .caller)
                case .allow(let count): allow(count)
                }
            }
            commands.removeAll(keepingCapacity: true)
            if isStopping { break }
            startWaiting()
            drive()
            endStalled()
            if !ended.isEmpty {
                mailbox.finish(&ended)
                // Whoever was told has often more to ask: where it waits for this processor, it may ask now, and nobody has to sleep
                // and be woken for it.
                sched_yield()
            }
            if mailbox.mayFallAsleep() { poll() }
        }
        for exchange in running.compactMap(\.exchange) + waiting { cancel(exchange, because: .shutdown) }
        mailbox.finish(&ended)
        idle.removeAll()
        mailbox.close { curl_multi_cleanup(multi) }
    }

    /// A peer's reset must not end the process. No more is blocked than that: a thread that cannot be suspended by a signal
    /// keeps the Swift runtime's crash handler waiting for ever, and with it a process that should end. The resolver threads
    /// that libcurl starts inherit this.
    static func blockBrokenPipe() {
        var pipe = sigset_t()
        sigemptyset(&pipe)
        sigaddset(&pipe, SIGPIPE)
        pthread_sigmask(SIG_BLOCK, &pipe, nil)
    }

    // MARK: - Starting

    /// What has waited until hardly any time is left for the answer is not sent: its outcome would be unknown for nothing.
    private func startWaiting() {
        if waiting.isEmpty { return }
        var taken = 0
        let now = passTime.now
        for exchange in waiting {
            guard exchange.deadline - now > leastTime else {
                taken += 1
                end(exchange, .failure(.notStarted(exchange)))
                continue
            }
            guard running.count < maximumRunning else { break }
            taken += 1
            start(exchange, now)
        }
        waiting.removeFirst(taken)
    }

    private func allow(_ count: Int) {
        maximumRunning = count
        idle.removeLast(max(0, idle.count - count))
        // Of connections that are kept between exchanges. It fails for no handle and no option that there is.
        _ = lz_multi_setopt_long(multi, CURLMOPT_MAXCONNECTS, count)
    }

    private func start(_ exchange: Exchange, _ now: ContinuousClock.Instant) {
        do throws(TransportError) {
            let easy: EasyHandle
            if let free = idle.popLast() {
                easy = free
            } else {
                easy = try EasyHandle(settings, trust: trust, passTime: passTime)
            }
            try easy.prepare(exchange.request, remaining: exchange.deadline - now)
            let added = curl_multi_add_handle(multi, easy.pointer)
            guard added == CURLM_OK else { throw .library("curl_multi_add_handle", added) }
            exchange.easy = easy
            easy.exchange = exchange
            easy.place = running.count
            running.append(easy)
        } catch {
            // The handle, if there is one, goes with its half-made state.
            end(exchange, .failure(error))
        }
    }

    // MARK: - Driving

    private func drive() {
        repeat {
            var count: Int32 = 0
            let driven = curl_multi_perform(multi, &count)
            if driven != CURLM_OK { endAll(.library("curl_multi_perform", driven)) }
        } while collect() && !waiting.isEmpty && startSome()
    }

    private func startSome() -> Bool {
        let before = running.count
        startWaiting()
        return running.count > before
    }

    /// True where an exchange has ended.
    private func collect() -> Bool {
        var left: Int32 = 0
        var isAnyDone = false
        while let message = curl_multi_info_read(multi, &left) {
            guard message.pointee.msg == CURLMSG_DONE, let pointer = message.pointee.easy_handle else { continue }
            // The message does not outlive the handle's removal.
            let code = message.pointee.data.result
            guard let easy = EasyHandle.of(pointer), let exchange = easy.exchange else { continue }
            let answer = easy.result(code, operation: exchange.request.operation)
            release(exchange)
            end(exchange, answer)
            isAnyDone = true
        }
        return isAnyDone
    }

    private func poll() {
        // Nothing but a command changes anything for a transport at rest.
        var longest = running.isEmpty ? .seconds(3600) : stallCheckInterval
        if let first = waiting.first { longest = min(longest, first.deadline - clock.now) }
        let polled = curl_multi_poll(multi, nil, 0, Int32(longest.timerMilliseconds), nil)
        // Without anything to watch the next poll cannot fail for the same reason, so this does not spin.
        if polled != CURLM_OK { endAll(.library("curl_multi_poll", polled)) }
    }

    // MARK: - Ending

    /// Its caller hears of it at the end of the pass.
    private func end(_ exchange: Exchange, _ answer: Exchange.Answer) {
        ended.append((exchange, answer))
    }

    private func cancel(_ exchange: Exchange, because reason: TransportError.CancelReason) {
        let mayHaveLeft = exchange.easy?.requestMayHaveLeft ?? false
        if exchange.easy != nil {
            release(exchange)
        } else {
            waiting.removeAll { $0 === exchange }
        }
        end(exchange, .failure(.cancelled(exchange, mayHaveLeft: mayHaveLeft, because: reason)))
    }

    /// An answer that has begun and does not go on.
    private func endStalled() {
        let now = passTime.now
        guard !running.isEmpty, now >= nextStallCheck else { return }
        nextStallCheck = now + stallCheckInterval
        for easy in running {
            guard let exchange = easy.exchange, let last = easy.lastPiece, now - last > settings.stallTimeout else {
                continue
            }
            release(exchange)
            end(exchange, .failure(.stalled(exchange)))
        }
    }

    private func endAll(_ error: TransportError) {
        for easy in running {
            guard let exchange = easy.exchange else { continue }
            var error = error
            error.requestMayHaveLeft = easy.requestMayHaveLeft
            release(exchange)
            end(exchange, .failure(error))
        }
    }

    /// Takes the handle out of libcurl's hands and keeps it for the next exchange.
    private func release(_ exchange: Exchange) {
        guard let easy = exchange.easy else { return }
        exchange.easy = nil
        easy.exchange = nil
        running[easy.place] = running[running.count - 1]
        running[easy.place].place = easy.place
        running.removeLast()
        guard curl_multi_remove_handle(multi, easy.pointer) == CURLM_OK, easy.isReusable else { return }
        do throws(TransportError) {
            try easy.clear()
            idle.append(easy)
        } catch {
            // The exchange has its answer already; the handle is not used again, and goes here.
        }
    }
}

extension TransportError {
    /// Its deadline passed while it waited for others to end.
    static func notStarted(_ exchange: Exchange) -> TransportError {
        TransportError(
            .timeout, requestMayHaveLeft: false,
            message: "\(exchange.request.operation): no connection became free within the deadline")
    }

    static func stalled(_ exchange: Exchange) -> TransportError {
        TransportError(
            .timeout, requestMayHaveLeft: true, message: "\(exchange.request.operation): the answer stalled")
    }

    static func library(_ operation: String, _ code: CURLMcode) -> TransportError {
        let text = String(cString: curl_multi_strerror(code))
        return TransportError(.other, requestMayHaveLeft: false, message: "curl \(code.rawValue) \(operation): \(text)")
    }
}
