import Foundation
import Glibc
import LazaretTestKit

/// One TCP connection on loopback, blocking, for threads of the test's own.
final class Socket: @unchecked Sendable {
    private let descriptor: Int32
    private let lock = NSLock()
    private var isOpen = true

    init(_ descriptor: Int32) {
        self.descriptor = descriptor
        // A script that waits for a peer that never comes ends the test late, not never.
        var limit = timeval(tv_sec: 600, tv_usec: 0)
        setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &limit, socklen_t(MemoryLayout<timeval>.size))
        setsockopt(descriptor, SOL_SOCKET, SO_SNDTIMEO, &limit, socklen_t(MemoryLayout<timeval>.size))
    }

    deinit { Glibc.close(descriptor) }

    static func connect(port: Int) throws -> Socket {
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
        let connected = withLoopbackAddress(port: port) { Glibc.connect(descriptor, $0, $1) }
        guard connected == 0 else {
            let reason = errno
            Glibc.close(descriptor)
            throw POSIXError(.init(rawValue: reason) ?? .EIO)
        }
        return Socket(descriptor)
    }

    /// What has come, at most `limit` bytes; empty at the end and after an error.
    func read(limit: Int = 65536) -> [UInt8] {
        [UInt8](unsafeUninitializedCapacity: limit) { buffer, count in
            count = max(0, recv(descriptor, buffer.baseAddress, limit, 0))
        }
    }

    /// False where the peer is gone.
    @discardableResult
    func write(_ bytes: [UInt8]) -> Bool {
        var rest = bytes[...]
        while !rest.isEmpty {
            let sent = rest.withUnsafeBytes { send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL)) }
            guard sent > 0 else { return false }
            rest = rest.dropFirst(sent)
        }
        return true
    }

    @discardableResult
    func write(_ text: String) -> Bool { write(Array(text.utf8)) }

    /// Ends the connection in good order.
    func close() {
        whileOpen { release() }
    }

    /// Ends the connection with a TCP reset.
    func reset() {
        whileOpen {
            var hard = linger(l_onoff: 1, l_linger: 0)
            setsockopt(descriptor, SOL_SOCKET, SO_LINGER, &hard, socklen_t(MemoryLayout<linger>.size))
            // Ends a read that waits on another thread.
            shutdown(descriptor, Int32(SHUT_RD))
            release()
        }
    }

    /// Closes the connection and keeps its number: a script on another thread that still writes must not write to whoever comes next.
    private func release() {
        let nothing = open("/dev/null", O_RDWR | O_CLOEXEC)
        dup2(nothing, descriptor)
        Glibc.close(nothing)
    }

    /// Lets a read that waits, on any thread, return as at the end.
    func endReads() {
        lock.withLock {
            if isOpen { shutdown(descriptor, Int32(SHUT_RD)) }
        }
    }

    private func whileOpen(_ end: () -> Void) {
        lock.withLock {
            if isOpen { end() }
            isOpen = false
        }
    }

    /// Whether the peer closes, or says something, before that time is over. Returns as soon as it does.
    func hearsFromPeer(within milliseconds: Int32) -> Bool {
        var entry = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
        return poll(&entry, 1, milliseconds) != 0
    }

    /// Returns when the peer has closed.
    func waitForPeerToClose() {
        while !read().isEmpty {}
    }
}
