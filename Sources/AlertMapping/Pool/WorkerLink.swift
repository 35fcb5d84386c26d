import Glibc

/// The daemon's side of the conversation with one worker. Blocks its thread, each time at most until the deadline.
struct WorkerLink: ~Copyable {
    enum Event {
        case frame(Frame)
        /// The wake-up was raised; it is cleared.
        case woken
        /// The worker has closed its end: it is dead or dying.
        case closed
        case overtime
        case garbage(String)
    }

    let process: WorkerProcess
    /// The worker has compiled all programs. Until then a file may have to wait for some of them.
    private(set) var isCompiled = false
    /// It has compiled them, or answered a file that it was given.
    private(set) var wasOfUse = false
    private var buffer = FrameBuffer(maximum: Frame.maximumFromWorker)

    init(_ process: consuming WorkerProcess) {
        self.process = process
    }

    consuming func end() -> WorkerDeath { process.end() }

    /// The next frame. Without a deadline it waits as long as it takes.
    mutating func next(until deadline: SuspendingClock.Instant?, or wakeup: Wakeup? = nil) -> Event {
        while true {
            do throws(FrameError) {
                if let frame = try buffer.next() {
                    guard frame.kind == .compiled else { return .frame(frame) }
                    guard !isCompiled, frame.payload.isEmpty else { return .garbage("a second end of compiling") }
                    isCompiled = true
                    wasOfUse = true
                    continue
                }
            } catch {
                return .garbage(error.message)
            }
            switch receive() {
            case .something: continue
            case .closed: return .closed
            case .nothing:
                if let event = wait(for: Int16(POLLIN), until: deadline, or: wakeup) { return event }
            }
        }
    }

    /// The last frame was the answer to a file.
    mutating func noteAnswer() { wasOfUse = true }

    /// Nil when all is sent.
    mutating func send(_ bytes: [UInt8], until deadline: SuspendingClock.Instant) -> Event? {
        var sent = 0
        while sent < bytes.count {
            let count = bytes.withUnsafeBytes { all in
                Glibc.send(
                    process.socket, all.baseAddress.map { $0 + sent }, all.count - sent,
                    Int32(MSG_NOSIGNAL) | Int32(MSG_DONTWAIT))
            }
            if count > 0 {
                sent += count
            } else if errno == EAGAIN {
                if let event = wait(for: Int16(POLLOUT), until: deadline, or: nil) { return event }
            } else if errno != EINTR {
                return .closed
            }
        }
        return nil
    }

    private enum Received {
        case something, nothing, closed
    }

    private mutating func receive() -> Received {
        withUnsafeTemporaryAllocation(byteCount: 1 << 16, alignment: 16) { space in
            while true {
                let count = recv(process.socket, space.baseAddress, space.count, Int32(MSG_DONTWAIT))
                if count > 0 {
                    buffer.append(UnsafeRawBufferPointer(rebasing: space[..<count]))
                    return .something
                }
                if count == 0 { return .closed }
                if errno == EAGAIN { return .nothing }
                if errno != EINTR { return .closed }
            }
        }
    }

    /// Nil when the socket is ready, or may be.
    private func wait(for events: Int16, until deadline: SuspendingClock.Instant?, or wakeup: Wakeup?) -> Event? {
        var entries = [pollfd(fd: process.socket, events: events, revents: 0)]
        if let wakeup { entries.append(pollfd(fd: wakeup.descriptor, events: Int16(POLLIN), revents: 0)) }
        while true {
            let rest = deadline.map { SuspendingClock.now.duration(to: $0).pollTimeout } ?? -1
            let count = poll(&entries, nfds_t(entries.count), rest)
            if count == 0 && rest == 0 { return .overtime }
            if count <= 0 { continue }
            if entries[0].revents != 0 { return nil }
            wakeup?.clear()
            return .woken
        }
    }
}

extension Duration {
    /// Milliseconds for `poll`, rounded up so that a wait is never a busy one, at most a minute (then one polls again).
    var pollTimeout: Int32 {
        guard self > .zero else { return 0 }
        let milliseconds = min(self, .seconds(60)) / .milliseconds(1)
        return Int32(milliseconds.rounded(.up))
    }
}
