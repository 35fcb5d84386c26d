import Foundation
import Glibc
import LazaretCore

/// Where records go: standard error, or the journal's socket. One lock, one write a record.
final class LogSink: @unchecked Sendable {
    enum Form: Sendable {
        case text, json, journal
    }

    static let journalSocket = "/run/systemd/journal/socket"

    private let lock = NSLock()
    private let form: Form
    private let descriptor: Int32

    /// `journal` falls back to text where the journal's socket cannot be reached.
    init(_ form: Form) {
        let socket = form == .journal ? Self.connect(Self.journalSocket) : nil
        self.form = form == .journal && socket == nil ? .text : form
        descriptor = socket ?? STDERR_FILENO
    }

    deinit {
        if descriptor != STDERR_FILENO { close(descriptor) }
    }

    func write(_ record: LogRecord) {
        let bytes =
            switch form {
            case .text: Array(LogForm.text(record).utf8)
            case .json: Array(LogForm.json(record).utf8)
            case .journal: LogForm.journal(record)
            }
        lock.withLock {
            // A log line that cannot be written has nowhere to be reported.
            if form == .journal {
                _ = send(descriptor, bytes, bytes.count, Int32(MSG_NOSIGNAL))
            } else {
                var rest = bytes[...]
                while !rest.isEmpty {
                    let count = rest.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
                    if count < 0 && errno != EINTR { return }
                    rest = rest.dropFirst(max(count, 0))
                }
            }
        }
    }

    private static func connect(_ path: String) -> Int32? {
        let descriptor = socket(AF_UNIX, Int32(SOCK_DGRAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
        guard descriptor >= 0 else { return nil }
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: Array(path.utf8)) }
        let connected = withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                Glibc.connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_un>.size))
            }
        }
        guard connected == 0 else {
            close(descriptor)
            return nil
        }
        return descriptor
    }
}
