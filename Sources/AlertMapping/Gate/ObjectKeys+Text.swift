import Glibc

extension ObjectKeys {
    /// Length, beginning, middle and end of a key, mixed: cheap, and good enough among 64.
    @inline(__always)
    static func print(_ text: Text) -> UInt32 {
        guard let start = UnsafeRawPointer(text.baseAddress) else { return 0 }
        let count = text.count
        var mixed = UInt64(truncatingIfNeeded: count)
        switch count {
        case 8...:
            mixed ^= start.loadUnaligned(as: UInt64.self)
            mixed = (mixed &* 0x9E37_79B9_7F4A_7C15) ^ (start + (count - 8)).loadUnaligned(as: UInt64.self)
            mixed = (mixed &* 0x9E37_79B9_7F4A_7C15) ^ (start + (count / 2 - 4)).loadUnaligned(as: UInt64.self)
        case 4...:
            let low = UInt64(start.loadUnaligned(as: UInt32.self))
            let high = UInt64((start + (count - 4)).loadUnaligned(as: UInt32.self))
            mixed ^= low << 32 ^ high << 8
        case 1...:
            mixed ^= UInt64(text[0]) << 16 ^ UInt64(text[count / 2]) << 24 ^ UInt64(text[count - 1]) << 32
        default: break
        }
        return UInt32(truncatingIfNeeded: (mixed &* 0xD6E8_FEB8_6659_FD93) >> 32)
    }

    /// SipHash under a key of this process.
    static func keyedHash(_ text: Text) -> UInt32 {
        var hasher = Hasher()
        hasher.combine(bytes: UnsafeRawBufferPointer(text))
        return UInt32(truncatingIfNeeded: hasher.finalize())
    }

    static func equal(_ one: Text, _ other: Text) -> Bool {
        guard one.count == other.count else { return false }
        guard let start = one.baseAddress, let otherStart = other.baseAddress else { return true }
        return memcmp(start, otherStart, one.count) == 0
    }
}
