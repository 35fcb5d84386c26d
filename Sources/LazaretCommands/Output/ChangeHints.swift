import Glibc

/// Waits for the write-ahead log to change: inotify on its directory, and a look every two seconds in any case, because a hint
/// may be lost. Ends at SIGINT, SIGTERM, or when nobody reads standard output any more.
final class ChangeHints {
    private let watch: Int32
    private let file: [UInt8]
    /// Looks still to come after a hint, in milliseconds: it comes with the write, and what is written can be read only when the
    /// writer has synchronised it and said so.
    private var looks: ArraySlice<Int32> = []

    /// Where the machine gives no inotify the slow looks remain.
    init(directory: String, file: String) {
        self.file = Array(file.utf8)
        watch = inotify_init1(Int32(IN_NONBLOCK) | Int32(IN_CLOEXEC))
        if watch >= 0 {
            inotify_add_watch(watch, directory, UInt32(IN_MODIFY) | UInt32(IN_CREATE) | UInt32(IN_MOVED_TO))
        }
        EndSignal.trap()
    }

    deinit {
        if watch >= 0 { close(watch) }
    }

    /// False: it is time to end.
    func wait() -> Bool {
        while true {
            if EndSignal.isRaised { return false }
            var descriptors = [
                pollfd(fd: watch, events: Int16(POLLIN), revents: 0),
                pollfd(fd: EndSignal.descriptor, events: Int16(POLLIN), revents: 0),
                // No events wanted: only that the reader is gone (POLLERR).
                pollfd(fd: STDOUT_FILENO, events: 0, revents: 0),
            ]
            let count = poll(&descriptors, nfds_t(descriptors.count), looks.popFirst() ?? 2000)
            if count < 0 && errno == EINTR { continue }
            if descriptors[1].revents != 0 || descriptors[2].revents & Int16(POLLERR) != 0 { return false }
            if count <= 0 { return true }
            if isOurs() {
                looks = [5, 20, 80, 320]
                return true
            }
        }
    }

    /// Empties the queue; true where the log's file is in it.
    private func isOurs() -> Bool {
        var found = false
        withUnsafeTemporaryAllocation(byteCount: 16_384, alignment: 8) { buffer in
            while true {
                let count = read(watch, buffer.baseAddress, buffer.count)
                if count <= 0 { return }
                if contains(UnsafeRawBufferPointer(rebasing: buffer[..<count])) { found = true }
            }
        }
        return found
    }

    private func contains(_ bytes: UnsafeRawBufferPointer) -> Bool {
        var rest = bytes[...]
        let headerSize = MemoryLayout<inotify_event>.size
        while rest.count >= headerSize {
            let header = UnsafeRawBufferPointer(rebasing: rest).loadUnaligned(as: inotify_event.self)
            let name = rest.dropFirst(headerSize).prefix(Int(header.len)).prefix { $0 != 0 }
            // An overflow names nothing: something was lost, so look.
            if header.mask & UInt32(IN_Q_OVERFLOW) != 0 || name.elementsEqual(file) { return true }
            rest = rest.dropFirst(headerSize + Int(header.len))
        }
        return false
    }
}

/// SIGINT and SIGTERM as something to poll for.
enum EndSignal {
    nonisolated(unsafe) private static var pipeEnds: (read: Int32, write: Int32) = (-1, -1)

    static var descriptor: Int32 { pipeEnds.read }

    /// Once a process, before any waiting.
    static func trap() {
        guard pipeEnds.read < 0 else { return }
        var ends: [Int32] = [-1, -1]
        guard pipe(&ends) == 0 else { return }
        for end in ends {
            // A descriptor of our own takes both flags.
            _ = fcntl(end, F_SETFD, FD_CLOEXEC)
            _ = fcntl(end, F_SETFL, O_NONBLOCK)
        }
        pipeEnds = (ends[0], ends[1])
        // Whoever started us may have had them blocked, and a child inherits that.
        var both = sigset_t()
        sigemptyset(&both)
        sigaddset(&both, SIGINT)
        sigaddset(&both, SIGTERM)
        pthread_sigmask(SIG_UNBLOCK, &both, nil)
        // Of a reader that is gone we hear from write(2).
        signal(SIGPIPE, SIG_IGN)
        for number in [SIGINT, SIGTERM] { signal(number) { _ in EndSignal.raise() } }
    }

    static var isRaised: Bool {
        var look = pollfd(fd: pipeEnds.read, events: Int16(POLLIN), revents: 0)
        return poll(&look, 1, 0) > 0
    }

    /// In a signal handler: write(2) alone.
    private static func raise() {
        var byte: UInt8 = 1
        _ = write(pipeEnds.write, &byte, 1)
    }
}
