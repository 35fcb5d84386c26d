/// The bytes of a file as UTF-8 without byte order mark; not yet known to be well-formed.
struct SourceText {
    var bytes: ArraySlice<UInt8>
    /// Whether the file is UTF-16 and `bytes` a translation. Columns count bytes of the translation.
    var isUTF16 = false

    /// UTF-8 is taken as it is (without a copy), UTF-16 with a byte order mark is translated. Half a surrogate pair or half a
    /// code unit becomes bytes that are not UTF-8, so that the gate finds them in their place.
    init(_ file: [UInt8]) throws(GateError) {
        let start = Array(file.prefix(4))
        if start == [0xFF, 0xFE, 0, 0] || start == [0, 0, 0xFE, 0xFF] || Self.hasZeroesLikeUTF16(start) {
            throw GateError(.encoding, at: (1, 1))
        }
        if start.starts(with: [0xEF, 0xBB, 0xBF]) {
            bytes = file.dropFirst(3)
        } else if start.starts(with: [0xFF, 0xFE]) {
            bytes = Self.utf8(fromUTF16: file.dropFirst(2), bigEndian: false)[...]
            isUTF16 = true
        } else if start.starts(with: [0xFE, 0xFF]) {
            bytes = Self.utf8(fromUTF16: file.dropFirst(2), bigEndian: true)[...]
            isUTF16 = true
        } else {
            bytes = file[...]
        }
    }

    /// JSON begins with ASCII, so UTF-16 and UTF-32 without a byte order mark show by zeroes in every other byte.
    private static func hasZeroesLikeUTF16(_ start: [UInt8]) -> Bool {
        start.count == 4 && (start[0] == 0 && start[2] == 0 || start[1] == 0 && start[3] == 0)
    }

    private static func utf8(fromUTF16 bytes: ArraySlice<UInt8>, bigEndian: Bool) -> [UInt8] {
        var text: [UInt8] = []
        text.reserveCapacity(bytes.count)
        var index = bytes.startIndex
        func unit(_ index: Int) -> UInt32 {
            bigEndian
                ? UInt32(bytes[index]) << 8 | UInt32(bytes[index + 1])
                : UInt32(bytes[index + 1]) << 8 | UInt32(bytes[index])
        }
        while index + 1 < bytes.endIndex {
            var code = unit(index)
            index += 2
            if code & 0xFC00 == 0xD800, index + 1 < bytes.endIndex, unit(index) & 0xFC00 == 0xDC00 {
                code = 0x10000 + (code & 0x3FF) << 10 + unit(index) & 0x3FF
                index += 2
            }
            append(code, to: &text)
        }
        if index < bytes.endIndex { text.append(0xFF) }
        return text
    }

    /// The pattern of UTF-8 for any code point, surrogates included.
    private static func append(_ code: UInt32, to text: inout [UInt8]) {
        func continuation(_ shift: UInt32) -> UInt8 { UInt8(0x80 | code >> shift & 0x3F) }
        switch code {
        case ..<0x80:
            text.append(UInt8(code))
        case ..<0x800:
            text.append(UInt8(0xC0 | code >> 6))
            text.append(continuation(0))
        case ..<0x10000:
            text.append(UInt8(0xE0 | code >> 12))
            text.append(continuation(6))
            text.append(continuation(0))
        default:
            text.append(UInt8(0xF0 | code >> 18))
            text.append(continuation(12))
            text.append(continuation(6))
            text.append(continuation(0))
        }
    }
}
