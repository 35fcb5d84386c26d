import HTTPTransport
import LoopbackHTTPServer

/// What must hold of one tenant's calls while they are made: one open POST a machine, and no call in a lane that the service
/// told to wait. Of one process: what another was told died with it, where it was not stored.
struct Manners {
    private var openPosts: Set<String> = []
    private var told: [String: Wait] = [:]

    private struct Wait {
        var from: Int64
        var until: Int64
    }

    /// The outcome is recorded before the pause is in force, and the log may fail meanwhile. What leaves within this time of
    /// the answer is let pass.
    private static let grace: Int64 = 10_000

    mutating func leaves(_ request: ServerRequest, at now: Int64) throws {
        if let wait = told[Self.lane(request)], now > wait.from + Self.grace, now < wait.until {
            throw Violation(
                "\(request.method) \(request.path) leaves \(wait.until - now) ms before Retry-After is over")
        }
        guard Self.isPost(request) else { return }
        guard openPosts.insert(request.path).inserted else {
            throw Violation("two open POSTs at once: \(request.path)")
        }
    }

    /// The process has heard what the call came to; nil where nothing came.
    mutating func ends(_ request: ServerRequest, _ response: HTTPResponse?, at now: Int64) {
        if Self.isPost(request) { openPosts.remove(request.path) }
        guard let response, response.status == 429, let text = response.header("Retry-After"),
            let seconds = Int64(text), (1...3600).contains(seconds)
        else { return }
        let until = now + seconds * 1000
        if until > told[Self.lane(request)]?.until ?? 0 { told[Self.lane(request)] = Wait(from: now, until: until) }
    }

    private static func isPost(_ request: ServerRequest) -> Bool { request.path.hasSuffix("/StopAndQuarantineFile") }

    /// Method and path without ids: what a quota is counted by.
    private static func lane(_ request: ServerRequest) -> String {
        let parts = request.path.split(separator: "/").map { $0.utf8.count >= 36 ? "*" : $0 }
        return request.method + " " + parts.joined(separator: "/")
    }
}
