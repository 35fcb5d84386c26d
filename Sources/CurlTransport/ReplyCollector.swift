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

        let text = line.line
        if body.isEmpty, text.startsStatusLine {
            headers.removeAll(keepingCapacity: true)
            headers.reserveCapacity(16)
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
    private mutating func keep(_ text: UnsafeRawBufferPointer) {
        if text[0].isBlank {
            guard let last = headers.indices.last else { return }
            headers[last].value += " " + text.trimmed
        } else if let colon = text.firstIndex(of: UInt8(ascii: ":")) {
            headers.append((text.part(0, colon).trimmed, text.part(colon + 1, text.count).trimmed))
        }
    }
}

extension UInt8 {
    fileprivate var isBlank: Bool { self == UInt8(ascii: " ") || self == UInt8(ascii: "\t") }
}

/// Once for each header line of each answer: loops over bytes, and one copy into the string that is kept.
extension UnsafeRawBufferPointer {
    fileprivate func part(_ start: Int, _ end: Int) -> UnsafeRawBufferPointer { .init(rebasing: self[start..<end]) }

    /// Up to its end of line.
    fileprivate var line: UnsafeRawBufferPointer {
        var end = 0
        while end < count, self[end] != UInt8(ascii: "\r"), self[end] != UInt8(ascii: "\n") { end += 1 }
        return part(0, end)
    }

    fileprivate var startsStatusLine: Bool { count >= 5 && part(0, 5).elementsEqual("HTTP/".utf8) }

    fileprivate var trimmed: String {
        var (start, end) = (0, count)
        while start < end, self[start].isBlank { start += 1 }
        while start < end, self[end - 1].isBlank { end -= 1 }
        return String(decoding: part(start, end), as: UTF8.self)
    }
}
