import Glibc

/// systemd's notification protocol (sd_notify(3)): datagrams of `KEY=value` lines to `$NOTIFY_SOCKET`.
public struct ServiceManager: Sendable {
    private let socketPath: String?
    /// Half of `WATCHDOG_USEC`, or nil where systemd expects no sign of life from this process.
    public let watchdogInterval: Duration?

    /// Without `NOTIFY_SOCKET` every notification is a no-op.
    public init(environment: [String: String]) {
        socketPath = environment["NOTIFY_SOCKET"].flatMap { $0.isEmpty ? nil : $0 }
        let isOurs = environment["WATCHDOG_PID"].map { $0 == String(getpid()) } ?? true
        let microseconds = environment["WATCHDOG_USEC"].flatMap { Int64($0) }.flatMap { $0 > 0 ? $0 : nil }
        watchdogInterval = isOurs ? microseconds.map { .microseconds($0 / 2) } : nil
    }

    public enum Signal: Sendable {
        case ready
        /// `RELOADING=1` must carry the monotonic time (Type=notify-reload).
        case reloading
        case stopping
        case watchdog
        /// One line for `systemctl status`.
        case status(String)
    }

    /// Never blocks. A datagram that the manager does not take is not worth stopping for: false then.
    @discardableResult
    public func notify(_ signal: Signal) -> Bool {
        guard let socketPath else { return false }
        let text =
            switch signal {
            case .ready: "READY=1"
            case .reloading: "RELOADING=1\nMONOTONIC_USEC=\(Self.monotonicMicroseconds())"
            case .stopping: "STOPPING=1"
            case .watchdog: "WATCHDOG=1"
            case .status(let line): "STATUS=" + line.split(whereSeparator: \.isNewline).joined(separator: " ")
            }
        return Self.send(text, to: socketPath)
    }

    private static func send(_ text: String, to path: String) -> Bool {
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        var name = Array(path.utf8)
        guard name.count < MemoryLayout.size(ofValue: address.sun_path) else { return false }
        // A leading @ stands for the abstract name space.
        if name.first == UInt8(ascii: "@") { name[0] = 0 }
        withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: name) }
        let length = socklen_t(MemoryLayout<sa_family_t>.size + name.count)
        let descriptor = socket(AF_UNIX, Int32(SOCK_DGRAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
        guard descriptor >= 0 else { return false }
        defer { close(descriptor) }
        let bytes = Array(text.utf8)
        return withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { socketAddress in
                sendto(
                    descriptor, bytes, bytes.count, Int32(MSG_NOSIGNAL) | Int32(MSG_DONTWAIT), socketAddress, length)
                    == bytes.count
            }
        }
    }

    private static func monotonicMicroseconds() -> Int64 {
        var time = timespec()
        clock_gettime(CLOCK_MONOTONIC, &time)
        return Int64(time.tv_sec) * 1_000_000 + Int64(time.tv_nsec) / 1000
    }
}
