import Foundation
import Glibc

/// TCP ports of 127.0.0.1 on which nobody listens: for another program's server, or for a call that is to be refused.
///
/// Below those that the kernel gives to whoever asks for any (`ip_local_port_range`), so that none of the many connections and
/// listeners of tests takes one between its choice and its use; and no two calls of a process get the same one.
public enum UnusedPort {
    public struct None: Error {}

    private static let lock = NSLock()
    nonisolated(unsafe) private static var given: Set<UInt16> = []

    public static func next() throws -> Int {
        let range = try candidates()
        for _ in 0..<1000 {
            let port = UInt16.random(in: range)
            if lock.withLock({ given.insert(port).inserted }), isFree(port) { return Int(port) }
        }
        throw None()
    }

    private static func candidates() throws -> Range<UInt16> {
        let text = try String(contentsOfFile: "/proc/sys/net/ipv4/ip_local_port_range", encoding: .utf8)
        guard let first = text.split(whereSeparator: \.isWhitespace).first.flatMap({ UInt16($0) }), first > 2048 else {
            throw None()
        }
        // Above the ports that need privileges, and those of well-known services as far as there is room.
        return max(1024, first / 2)..<first
    }

    private static func isFree(_ port: UInt16) -> Bool {
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
        defer { close(descriptor) }
        return withLoopbackAddress(port: Int(port)) { bind(descriptor, $0, $1) == 0 }
    }
}
