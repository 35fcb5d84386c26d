import Foundation
import Glibc

/// A listening socket on 127.0.0.1, on a port that the kernel chose.
final class Listener: @unchecked Sendable {
    let port: Int
    private let descriptor: Int32

    init() throws {
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        let bound = withLoopbackAddress(port: 0) { bind(descriptor, $0, $1) }
        guard bound == 0, listen(descriptor, 4096) == 0 else { throw POSIXError(.init(rawValue: errno) ?? .EIO) }
        var address = sockaddr_in()
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let named = withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { getsockname(descriptor, $0, &length) }
        }
        guard named == 0 else { throw POSIXError(.init(rawValue: errno) ?? .EIO) }
        self.descriptor = descriptor
        port = Int(UInt16(bigEndian: address.sin_port))
    }

    deinit { close(descriptor) }

    /// The next connection; nil once ``hangUp()`` was called.
    func accept() -> Socket? {
        let accepted = Glibc.accept(descriptor, nil, nil)
        return accepted >= 0 ? Socket(accepted) : nil
    }

    func hangUp() { shutdown(descriptor, Int32(SHUT_RDWR)) }
}

/// A port on which nobody listens: it was free a moment ago.
func unusedPort() throws -> Int { try Listener().port }
