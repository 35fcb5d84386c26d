import Foundation

/// A request as it came over the wire.
struct ReceivedRequest: Sendable, Equatable {
    /// Counted from 1, in the order in which the server took them.
    var connection: Int
    var requestLine: String
    var headers: [String]
    var body: [UInt8]

    func header(_ name: String) -> String? {
        let prefix = name.lowercased() + ":"
        return headers.first { $0.lowercased().hasPrefix(prefix) }
            .map { $0.dropFirst(prefix.count).trimmingCharacters(in: .whitespaces) }
    }
}

/// A server that does on each connection what a script says, byte by byte, and remembers each whole request that came.
final class ScriptedServer: @unchecked Sendable {
    typealias Script = @Sendable (Conversation) -> Void

    private let listener: Listener
    private let lock = NSLock()
    private var sockets: [Socket] = []
    private var received: [ReceivedRequest] = []
    private var watchers: [(count: Int, wake: CheckedContinuation<Void, Never>)] = []

    init(_ script: @escaping Script) throws {
        listener = try Listener()
        let listener = listener
        let thread = Thread { [weak self] in
            var count = 0
            while let socket = listener.accept() {
                guard let self else { break }
                count += 1
                let conversation = Conversation(socket, number: count, server: self)
                self.lock.withLock { self.sockets.append(socket) }
                Thread.detachNewThread {
                    script(conversation)
                    socket.close()
                }
            }
        }
        thread.start()
    }

    /// Answers every request in the same way, on connections that stay open.
    static func answering(_ answer: String) throws -> ScriptedServer {
        try ScriptedServer { conversation in
            while conversation.readRequest() != nil { conversation.write(answer) }
        }
    }

    var port: Int { listener.port }
    var url: String { "http://127.0.0.1:\(port)/" }
    var requests: [ReceivedRequest] { lock.withLock { received } }
    var connections: Int { lock.withLock { sockets.count } }

    /// Returns when at least `count` whole requests have come.
    func waitForRequests(_ count: Int) async {
        await withCheckedContinuation { wake in
            let isReady = lock.withLock {
                if received.count < count { watchers.append((count, wake)) }
                return received.count >= count
            }
            if isReady { wake.resume() }
        }
    }

    /// Ends the listener and every connection.
    func stop() {
        listener.hangUp()
        for socket in lock.withLock({ sockets }) { socket.reset() }
    }

    fileprivate func note(_ request: ReceivedRequest) {
        let ready = lock.withLock {
            received.append(request)
            let ready = watchers.filter { $0.count <= received.count }
            watchers.removeAll { $0.count <= received.count }
            return ready
        }
        for watcher in ready { watcher.wake.resume() }
    }
}

/// The server's side of one connection.
final class Conversation: @unchecked Sendable {
    let number: Int
    let socket: Socket
    private let server: ScriptedServer
    private var unread: [UInt8] = []

    init(_ socket: Socket, number: Int, server: ScriptedServer) {
        self.socket = socket
        self.number = number
        self.server = server
    }

    /// The next whole request, body included; nil where the peer has closed before.
    func readRequest() -> ReceivedRequest? {
        let end = Array("\r\n\r\n".utf8)
        guard let head = readHead(until: end) else { return nil }
        let lines = String(decoding: head, as: UTF8.self).components(separatedBy: "\r\n").filter { !$0.isEmpty }
        var request = ReceivedRequest(
            connection: number, requestLine: lines.first ?? "", headers: Array(lines.dropFirst()), body: [])
        let length = request.header("content-length").flatMap { Int($0) } ?? 0
        while unread.count < length {
            let more = socket.read()
            guard !more.isEmpty else { return nil }
            unread += more
        }
        request.body = Array(unread.prefix(length))
        unread.removeFirst(length)
        server.note(request)
        return request
    }

    @discardableResult
    func write(_ text: String) -> Bool { socket.write(text) }

    private func readHead(until end: [UInt8]) -> [UInt8]? {
        while true {
            if let start = unread.indices.first(where: { unread[$0...].starts(with: end) }) {
                defer { unread.removeFirst(start + end.count) }
                return Array(unread[..<start])
            }
            let more = socket.read()
            guard !more.isEmpty else { return nil }
            unread += more
        }
    }
}

/// A whole answer with a body, on a connection that stays open.
func answer(_ status: String = "200 OK", headers: [String] = [], body: String = "") -> String {
    (["HTTP/1.1 \(status)", "Content-Length: \(body.utf8.count)"] + headers).joined(separator: "\r\n") + "\r\n\r\n"
        + body
}
