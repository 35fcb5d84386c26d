import Foundation

/// An answer as it came over a socket.
struct RawResponse: Sendable {
    var status: Int
    /// Names in lower case.
    var headers: [String: String]
    var body: [UInt8]
    /// False where the connection ended before the promised length.
    var isComplete: Bool

    var text: String { String(decoding: body, as: UTF8.self) }

    func json() throws -> [String: Any] {
        try JSONSerialization.jsonObject(with: Data(body)) as? [String: Any] ?? [:]
    }

    /// `error.code` of Defender's error body.
    var errorCode: String? {
        get throws { (try json()["error"] as? [String: Any])?["code"] as? String }
    }

    static func parse(_ bytes: [UInt8], atEnd: Bool) -> (RawResponse, used: Int)? {
        guard let end = Data(bytes).range(of: Data("\r\n\r\n".utf8)) else { return nil }
        let lines = String(decoding: bytes[..<end.lowerBound], as: UTF8.self).components(separatedBy: "\r\n")
        let words = lines[0].split(separator: " ")
        guard words.count >= 2, words[0] == "HTTP/1.1", let status = Int(words[1]) else { return nil }
        var headers: [String: String] = [:]
        for line in lines.dropFirst() {
            let parts = line.split(separator: ":", maxSplits: 1)
            headers[parts[0].lowercased()] = parts.count > 1 ? parts[1].trimmingCharacters(in: .whitespaces) : ""
        }
        let length = status == 100 ? 0 : headers["content-length"].flatMap { Int($0) } ?? 0
        let body = bytes[end.upperBound...].prefix(length)
        guard body.count == length || atEnd else { return nil }
        let response = RawResponse(
            status: status, headers: headers, body: Array(body), isComplete: body.count == length)
        return (response, end.upperBound + body.count)
    }
}
