import HTTPTransport

/// An answer as it came, read by whoever waits for it: the curl thread, which all requests share, only gathers bytes.
struct Reply: Sendable {
    var status: Int
    var head: ReplyHead
    var body: [UInt8]

    var response: HTTPResponse { HTTPResponse(status: status, headers: head.headers, body: body) }
}

/// The header lines of an answer, each with a line feed at its end.
struct ReplyHead: Sendable {
    private static let lineFeed = UInt8(ascii: "\n")

    private var bytes: [UInt8] = []

    mutating func append(_ line: UnsafeRawBufferPointer) {
        if bytes.isEmpty { bytes.reserveCapacity(512) }
        bytes.append(contentsOf: line)
        bytes.append(Self.lineFeed)
    }

    mutating func removeAll() { bytes.removeAll(keepingCapacity: true) }

    /// A line without a colon is passed over; a folded line (RFC 9112, section 5.2) goes on with the one before it.
    var headers: [(name: String, value: String)] {
        var headers: [(name: String, value: String)] = []
        headers.reserveCapacity(16)
        bytes.withUnsafeBytes { bytes in
            var rest = bytes[...]
            while let end = rest.firstIndex(of: Self.lineFeed) {
                Self.read(UnsafeRawBufferPointer(rebasing: rest[..<end]), into: &headers)
                rest = rest[(end + 1)...]
            }
        }
        return headers
    }

    private static func read(_ line: UnsafeRawBufferPointer, into headers: inout [(name: String, value: String)]) {
        guard let first = line.first else { return }
        if first.isBlank {
            guard let last = headers.indices.last else { return }
            headers[last].value += " " + line.trimmed
        } else if let colon = line.firstIndex(of: UInt8(ascii: ":")) {
            headers.append((line.part(0, colon).trimmed, line.part(colon + 1, line.count).trimmed))
        }
    }
}

extension UInt8 {
    fileprivate var isBlank: Bool { self == UInt8(ascii: " ") || self == UInt8(ascii: "\t") }
}

extension UnsafeRawBufferPointer {
    func part(_ start: Int, _ end: Int) -> UnsafeRawBufferPointer { .init(rebasing: self[start..<end]) }

    fileprivate var trimmed: String {
        var (start, end) = (0, count)
        while start < end, self[start].isBlank { start += 1 }
        while start < end, self[end - 1].isBlank { end -= 1 }
        return String(decoding: part(start, end), as: UTF8.self)
    }
}
