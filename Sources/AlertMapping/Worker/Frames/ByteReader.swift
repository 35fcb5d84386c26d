/// Reads what ``ByteWriter`` wrote, and believes nothing of it: every length is checked against what is there and against
/// the bound that the caller names.
struct ByteReader {
    private let bytes: [UInt8]
    private var position = 0

    init(_ bytes: [UInt8]) {
        self.bytes = bytes
    }

    var remaining: Int { bytes.count - position }

    mutating func number<Number: FixedWidthInteger & UnsignedInteger>(
        _ type: Number.Type = Number.self
    ) throws(FrameError) -> Number {
        let size = MemoryLayout<Number>.size
        guard remaining >= size else { throw FrameError("a number is cut off") }
        var value: Number = 0
        for index in (0..<size).reversed() { value = value << 8 | Number(bytes[position + index]) }
        position += size
        return value
    }

    mutating func flag() throws(FrameError) -> Bool {
        switch try number(UInt8.self) {
        case 0: false
        case 1: true
        default: throw FrameError("a flag is neither 0 nor 1")
        }
    }

    /// How many elements follow, each of at least `size` bytes: a count that the rest of the payload cannot hold is refused.
    mutating func count(maximum: Int, elementSize size: Int) throws(FrameError) -> Int {
        let count = Int(try number(UInt32.self))
        guard count <= maximum, count <= remaining / max(1, size) else { throw FrameError("a count of \(count)") }
        return count
    }

    mutating func raw(_ count: Int) throws(FrameError) -> ArraySlice<UInt8> {
        guard count >= 0, remaining >= count else { throw FrameError("\(count) bytes are cut off") }
        defer { position += count }
        return bytes[position..<position + count]
    }

    mutating func data(maximum: Int) throws(FrameError) -> ArraySlice<UInt8> {
        try raw(try count(maximum: maximum, elementSize: 1))
    }

    mutating func text(maximum: Int) throws(FrameError) -> String {
        guard let text = String(validating: try data(maximum: maximum), as: UTF8.self) else {
            throw FrameError("a text is not UTF-8")
        }
        return text
    }

    mutating func optionalNumber() throws(FrameError) -> Int? {
        let value = try number(UInt64.self)
        guard value > 0 else { return nil }
        guard let number = Int(exactly: value - 1) else { throw FrameError("a number of \(value)") }
        return number
    }

    mutating func optionalText(maximum: Int) throws(FrameError) -> String? {
        try flag() ? try text(maximum: maximum) : nil
    }

    func end() throws(FrameError) {
        guard remaining == 0 else { throw FrameError("\(remaining) bytes too many") }
    }
}
