import Foundation
import Glibc

/// The least that a daemon takes for Defender, on a thread of its own: tokens, 201 for each POST, an empty List. Notes when the
/// first bytes of each POST came.
final class InstantService: @unchecked Sendable {
    let port: Int
    private let listener: Int32
    private let lock = NSLock()
    private var arrivals: [String: ContinuousClock.Instant] = [:]

    init() throws {
        let listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let isBound = withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { generic in
                bind(listener, generic, length) == 0 && listen(listener, 64) == 0
                    && getsockname(listener, generic, &length) == 0
            }
        }
        guard isBound else { throw BenchFailure("listen", errno) }
        self.listener = listener
        port = Int(UInt16(bigEndian: address.sin_port))
        Thread.detachNewThread { self.serve() }
    }

    var baseURL: String { "http://127.0.0.1:\(port)" }

    /// When the POST for a machine came; nil where none has.
    func arrival(_ machine: String) -> ContinuousClock.Instant? { lock.withLock { arrivals[machine] } }

    private func serve() {
        while true {
            let client = accept(listener, nil, nil)
            guard client >= 0 else { return }
            Thread.detachNewThread { self.exchange(client) }
        }
    }

    private func exchange(_ client: Int32) {
        defer { close(client) }
        var pending: [UInt8] = []
        var first: ContinuousClock.Instant?
        var buffer = [UInt8](repeating: 0, count: 65_536)
        while true {
            let count = recv(client, &buffer, buffer.count, 0)
            guard count > 0 else { return }
            if first == nil { first = .now }
            pending += buffer[..<count]
            guard let request = Request(pending) else { continue }
            if let machine = request.machine {
                lock.withLock { arrivals[machine] = arrivals[machine] ?? first }
            }
            let answer = Array(request.answer.utf8)
            guard send(client, answer, answer.count, Int32(MSG_NOSIGNAL)) == answer.count else { return }
            pending = []
            first = nil
        }
    }
}

/// A whole request.
private struct Request {
    let target: String
    let body: String

    init?(_ bytes: [UInt8]) {
        let text = String(decoding: bytes, as: UTF8.self)
        guard let end = text.range(of: "\r\n\r\n") else { return nil }
        let head = text[..<end.lowerBound]
        let length = head.split(separator: "\r\n").compactMap { line -> Int? in
            let parts = line.split(separator: ":", maxSplits: 1)
            guard parts.count == 2, parts[0].lowercased() == "content-length" else { return nil }
            return Int(parts[1].trimmingCharacters(in: .whitespaces))
        }
        body = String(text[end.upperBound...])
        guard body.utf8.count >= length.first ?? 0 else { return nil }
        target = String(head.split(separator: " ").dropFirst().first ?? "")
    }

    /// Of a POST of an action.
    var machine: String? {
        let parts = target.split(separator: "/")
        return parts.count == 4 && parts[1] == "machines" ? String(parts[2]) : nil
    }

    var answer: String {
        if let machine { return Self.reply(201, action(machine)) }
        if target.contains("/oauth2/") {
            // A token that says nothing of itself: the daemon takes it as it is.
            return Self.reply(200, #"{"token_type": "Bearer", "expires_in": 3600, "access_token": "opaque"}"#)
        }
        return Self.reply(200, #"{"value": []}"#)
    }

    private func action(_ machine: String) -> String {
        let values = (try? JSONSerialization.jsonObject(with: Data(body.utf8))) as? [String: String] ?? [:]
        let now = Date.now.ISO8601Format()
        return """
            {"id": "\(UUID().uuidString.lowercased())", "type": "StopAndQuarantineFile", "requestor": "bench", \
            "requestorComment": "\(values["Comment"] ?? "")", "status": "Succeeded", "machineId": "\(machine)", \
            "creationDateTimeUtc": "\(now)", "lastUpdateDateTimeUtc": "\(now)", \
            "relatedFileInfo": {"fileIdentifier": "\(values["Sha1"] ?? "")", "fileIdentifierType": "Sha1"}}
            """
    }

    private static func reply(_ status: Int, _ body: String) -> String {
        "HTTP/1.1 \(status) OK\r\nContent-Type: application/json\r\nContent-Length: \(body.utf8.count)\r\n\r\n\(body)"
    }
}
