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
    private(set) var head = ReplyHead()
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
            head.removeAll()
            isHeadComplete = false
        } else if text.isEmpty {
            isHeadComplete = true
        } else if !isHeadComplete {
            head.append(text)
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
}

/// Once for each header line of each answer: loops over bytes.
extension UnsafeRawBufferPointer {
    /// Up to its end of line.
    fileprivate var line: UnsafeRawBufferPointer {
        var end = 0
        while end < count, self[end] != UInt8(ascii: "\r"), self[end] != UInt8(ascii: "\n") { end += 1 }
        return part(0, end)
    }

    fileprivate var startsStatusLine: Bool {
        count >= 5 && self[0] == UInt8(ascii: "H") && self[1] == UInt8(ascii: "T") && self[2] == UInt8(ascii: "T")
            && self[3] == UInt8(ascii: "P") && self[4] == UInt8(ascii: "/")
    }
}
