import Foundation

/// The server's side of HTTP/2 (RFC 9113), as little of it as a test needs, over a TLS server's pipes.
final class HTTP2Peer: @unchecked Sendable {
    enum Reaction: Sendable {
        /// 200, without a body.
        case answer
        /// RST_STREAM with REFUSED_STREAM: "not processed, may be sent again".
        case refuseStream
        /// GOAWAY that names no stream as processed, and the end of the connection.
        case goAway
        /// The connection ends without a word.
        case drop
    }

    let server: TLSServer
    private let reaction: @Sendable (Int) -> Reaction
    private let lock = NSLock()
    private var count = 0
    private var unread: [UInt8] = []

    /// `reaction` is asked for each whole request, counted from 1.
    init(_ identity: Certificates.Identity, _ reaction: @escaping @Sendable (Int) -> Reaction) throws {
        server = try TLSServer(identity, www: false, options: ["-alpn", "h2"])
        self.reaction = reaction
        // The thread ends with the server.
        let thread = Thread { [self] in serve() }
        thread.start()
    }

    func stop() { server.stop() }

    /// How many whole requests have come.
    var requests: Int { lock.withLock { count } }

    private func serve() {
        // The client's preface comes first, then frames only; a new connection begins with a preface again.
        let preface = Array("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".utf8)
        while case let bytes = server.read(), !bytes.isEmpty {
            unread += bytes
            while true {
                if unread.starts(with: preface) {
                    unread.removeFirst(preface.count)
                    send(type: 4, flags: 0, stream: 0, payload: [])
                } else if let frame = nextFrame() {
                    take(frame)
                } else {
                    break
                }
            }
        }
    }

    private struct Frame {
        var type: UInt8
        var flags: UInt8
        var stream: UInt32
    }

    private func nextFrame() -> Frame? {
        guard unread.count >= 9, !unread.starts(with: Array("PRI ".utf8)) else { return nil }
        let length = Int(unread[0]) << 16 | Int(unread[1]) << 8 | Int(unread[2])
        guard unread.count >= 9 + length else { return nil }
        let stream = unread[5..<9].reduce(UInt32(0)) { $0 << 8 | UInt32($1) } & 0x7FFF_FFFF
        defer { unread.removeFirst(9 + length) }
        return Frame(type: unread[3], flags: unread[4], stream: stream)
    }

    private func take(_ frame: Frame) {
        let isSettings = frame.type == 4 && frame.flags & 1 == 0
        if isSettings { send(type: 4, flags: 1, stream: 0, payload: []) }
        // HEADERS or DATA with END_STREAM.
        guard frame.type <= 1, frame.flags & 1 == 1 else { return }
        let number = lock.withLock {
            count += 1
            return count
        }
        switch reaction(number) {
        // Entry 8 of the static table (RFC 7541, appendix A) is ":status: 200".
        case .answer: send(type: 1, flags: 5, stream: frame.stream, payload: [0x88])
        case .refuseStream: send(type: 3, flags: 0, stream: frame.stream, payload: [0, 0, 0, 7])
        case .goAway: send(type: 7, flags: 0, stream: 0, payload: [0, 0, 0, 0, 0, 0, 0, 0])
        case .drop: server.stop()
        }
    }

    private func send(type: UInt8, flags: UInt8, stream: UInt32, payload: [UInt8]) {
        let head = [
            UInt8(payload.count >> 16 & 255), UInt8(payload.count >> 8 & 255), UInt8(payload.count & 255), type, flags,
        ]
        let number = (0..<4).map { UInt8(stream >> (24 - 8 * $0) & 255) }
        // The test fails by itself where the peer is gone.
        try? server.write(head + number + payload)
    }
}
