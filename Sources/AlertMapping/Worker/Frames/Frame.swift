/// One message between the daemon and a mapping worker. On the socket: length of the rest (4 bytes), kind (1 byte),
/// payload; all numbers little-endian. Both ends are the same binary, so a version is checked, never negotiated.
struct Frame {
    enum Kind: UInt8 {
        /// Daemon: version, limits, program texts. Once, first.
        case hello = 1
        /// Worker: locked down, may be given files.
        case ready
        /// Worker: programs that do not compile; it ends.
        case unfit
        /// Daemon: one or more files.
        case files
        /// Worker: what became of one file, in the order of the files.
        case answer
        /// Worker: all programs are compiled; no file has to wait for that any more. Once.
        case compiled
    }

    static let version: UInt16 = 1
    static let headerSize = 5
    /// A daemon's frame: one file, or a batch of small ones.
    static let maximumFromDaemon = 1 << 30
    /// A worker's frame: what one file may become.
    static let maximumFromWorker = 64 << 20

    var kind: Kind
    var payload: [UInt8]

    init(_ kind: Kind, _ payload: [UInt8] = []) {
        self.kind = kind
        self.payload = payload
    }

    /// Header and payload, as they go out.
    var bytes: [UInt8] {
        var writer = ByteWriter(capacity: Self.headerSize + payload.count)
        writer.number(UInt32(clamping: payload.count + 1))
        writer.number(kind.rawValue)
        writer.raw(payload)
        return writer.bytes
    }
}

/// What is wrong with bytes that came from the other end. The connection is of no use any more.
struct FrameError: Error, Hashable {
    var message: String

    init(_ message: String) {
        self.message = message
    }
}

/// Bytes as they arrive, taken apart into frames. A length beyond `maximum` is refused before anything is kept for it.
struct FrameBuffer {
    private let maximum: Int
    private var bytes: [UInt8] = []
    private var start = 0

    init(maximum: Int) {
        self.maximum = maximum
    }

    mutating func append(_ more: UnsafeRawBufferPointer) {
        if start == bytes.count {
            // A large frame's memory is not held for the next hundred thousand small ones.
            bytes.removeAll(keepingCapacity: bytes.capacity <= 1 << 20)
            start = 0
        }
        bytes.append(contentsOf: more)
    }

    var isEmpty: Bool { start == bytes.count }

    /// The next whole frame; nil while it has not all arrived.
    mutating func next() throws(FrameError) -> Frame? {
        guard bytes.count - start >= Frame.headerSize else { return nil }
        let length = (0..<4).reduce(0) { $0 | Int(bytes[start + $1]) << (8 * $1) }
        guard length >= 1, length <= maximum else { throw FrameError("a frame of \(length) bytes") }
        guard let kind = Frame.Kind(rawValue: bytes[start + 4]) else {
            throw FrameError("a frame of unknown kind \(bytes[start + 4])")
        }
        let end = start + 4 + length
        guard bytes.count >= end else { return nil }
        let frame = Frame(kind, Array(bytes[(start + Frame.headerSize)..<end]))
        start = end
        return frame
    }
}
