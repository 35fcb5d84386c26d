import DaemonRig
import Foundation
import HTTPTransport

/// A server on loopback, and the one GET that every client asks of it.
struct CurlTarget {
    var title: String
    var url: String
    var headers: [(name: String, value: String)] = []
    var status: Int
    /// Whom to trust besides the system.
    var caFile: String?
    /// The server's process.
    var server: Int32

    /// Seconds of processor time that the server has used so far.
    func cpu() throws -> Double { Double(try WatchedProcess(id: server).figures().nanoseconds) / 1e9 }

    var headerLines: [String] { headers.map { "\($0.name): \($0.value)" } }
}

/// What one client came to.
struct Load {
    var requests: Int
    var duration: Duration
    /// Seconds, of the client alone.
    var cpu: Double

    var requestsPerSecond: Double { Double(requests) / duration.inSeconds }
    var microsecondsPerRequest: Double { cpu * 1e6 / Double(max(1, requests)) }
}

extension Duration {
    var inSeconds: Double { Double(components.seconds) + Double(components.attoseconds) / 1e18 }
}
