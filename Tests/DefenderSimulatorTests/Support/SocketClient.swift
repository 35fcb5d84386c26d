import Foundation
import Glibc

/// A TCP client over plain sockets: sees exactly what a server does to a connection. Blocking calls run on its own queue.
final class SocketClient: @unchecked Sendable {
    struct Failure: Error, Equatable {
        let errno: Int32
    }

    private let queue = DispatchQueue(label: "socket-client")
    private let descriptor: Int32
    private var buffer: [UInt8] = []

    init(port: Int) async throws {
        descriptor = try await Self.connected(port)
    }

    deinit { Glibc.close(descriptor) }

    func send(_ text: String) async throws { try await send(Array(text.utf8)) }

    func send(_ bytes: [UInt8]) async throws {
        try await onQueue {
            var rest = bytes[...]
            while !rest.isEmpty {
                let count = rest.withUnsafeBytes {
                    Glibc.send(self.descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
                }
                guard count > 0 else { throw Failure(errno: errno) }
                rest = rest.dropFirst(count)
            }
        }
    }

    /// Nothing more will be sent; answers can still come.
    func finishSending() async throws {
        try await onQueue { _ = shutdown(self.descriptor, Int32(SHUT_WR)) }
    }

    /// Everything up to the end of the connection.
    func receiveToEnd() async throws -> [UInt8] {
        try await onQueue {
            while try self.fill() {}
            defer { self.buffer = [] }
            return self.buffer
        }
    }

    /// One answer. Nil where the connection ended before its first byte.
    func receive() async throws -> RawResponse? {
        try await onQueue {
            while true {
                if let (response, used) = RawResponse.parse(self.buffer, atEnd: false) {
                    self.buffer.removeFirst(used)
                    return response
                }
                if try !self.fill() {
                    defer { self.buffer = [] }
                    return RawResponse.parse(self.buffer, atEnd: true)?.0
                }
            }
        }
    }

    private func fill() throws -> Bool {
        var chunk = [UInt8](repeating: 0, count: 65_536)
        let count = chunk.withUnsafeMutableBytes { recv(descriptor, $0.baseAddress, $0.count, 0) }
        guard count >= 0 else { throw Failure(errno: errno) }
        buffer.append(contentsOf: chunk.prefix(count))
        return count > 0
    }

    private func onQueue<Result: Sendable>(_ body: @escaping @Sendable () throws -> Result) async throws -> Result {
        try await withCheckedThrowingContinuation { continuation in
            queue.async { continuation.resume(with: Swift.Result { try body() }) }
        }
    }

    private static func connected(_ port: Int) async throws -> Int32 {
        try await withCheckedThrowingContinuation { continuation in
            DispatchQueue.global().async {
                continuation.resume(with: Swift.Result { try connect(port) })
            }
        }
    }

    private static func connect(_ port: Int) throws -> Int32 {
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
        guard descriptor >= 0 else { throw Failure(errno: errno) }
        // A guard against a hanging test only.
        var patience = timeval(tv_sec: 300, tv_usec: 0)
        setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &patience, socklen_t(MemoryLayout<timeval>.size))
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = in_port_t(port).bigEndian
        address.sin_addr.s_addr = in_addr_t(0x7f00_0001).bigEndian
        let size = socklen_t(MemoryLayout<sockaddr_in>.size)
        let result = withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { Glibc.connect(descriptor, $0, size) }
        }
        guard result == 0 else {
            let failure = Failure(errno: errno)
            Glibc.close(descriptor)
            throw failure
        }
        return descriptor
    }
}
