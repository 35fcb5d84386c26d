/// Gathers one answer, line by line and piece by piece, within its limits. No IO.
struct ReplyCollector {
    /// Which limit was crossed.
    enum Refusal: Equatable {
        case tooManyHeaders
        case headersTooLong
        case bodyTooLarge
    }

    struct Limits: Equatable {
        var headerCount: Int
        var headerBytes: Int
        var bodyBytes: Int
    }

    let limits: Limits
    private(set) var headers: [(name: String, value: String)] = []
    private(set) var body: [UInt8] = []
    private(set) var refusal: Refusal?
    private var headerCount = 0
    private var headerBytes = 0
    private var isHeadComplete = false

    init(limits: Limits) {
        self.limits = limits
    }

    /// One line, its line end included: a status line, a header, the empty line after them, or a trailer.
    /// False where a limit is crossed. Counts run over interim answers and trailers too.
    mutating func take(headerLine line: UnsafeRawBufferPointer) -> Bool {
        headerCount += 1
        headerBytes += line.count
        guard headerBytes <= limits.headerBytes else { return refuse(.headersTooLong) }
        // The status line and the empty line of a plain answer are not headers.
        guard headerCount <= limits.headerCount + 2 else { return refuse(.tooManyHeaders) }

        let text = line.prefix { $0 != UInt8(ascii: "\r") && $0 != UInt8(ascii: "\n") }
        if body.isEmpty, text.starts(with: "HTTP/".utf8) {
            headers.removeAll()
            isHeadComplete = false
        } else if text.isEmpty {
            isHeadComplete = true
        } else if !isHeadComplete {
            keep(text)
        }
        return true
    }

    /// A piece of the body. False where the limit is crossed.
    mutating func take(body piece: UnsafeRawBufferPointer) -> Bool {
        guard piece.count <= limits.bodyBytes - body.count else { return refuse(.bodyTooLarge) }
        body.append(contentsOf: piece)
        return true
    }

    private mutating func refuse(_ reason: Refusal) -> Bool {
        refusal = reason
        return false
    }

    /// A line without a colon is passed over; a folded line (RFC 9112, section 5.2) goes on with the one before it.
    private mutating func keep(_ text: Slice<UnsafeRawBufferPointer>) {
        if text.first == UInt8(ascii: " ") || text.first == UInt8(ascii: "\t") {
            guard let last = headers.indices.last else { return }
            headers[last].value += " " + trimmed(text)
        } else if let colon = text.firstIndex(of: UInt8(ascii: ":")) {
            headers.append((trimmed(text[..<colon]), trimmed(text[(colon + 1)...])))
        }
    }

    private func trimmed(_ text: Slice<UnsafeRawBufferPointer>) -> String {
        let isBlank: (UInt8) -> Bool = { $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: "\t") }
        guard let first = text.firstIndex(where: { !isBlank($0) }), let last = text.lastIndex(where: { !isBlank($0) })
        else { return "" }
        return String(decoding: text[first...last], as: UTF8.self)
    }
}
