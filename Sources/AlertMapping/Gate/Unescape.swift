/// Writes what `text`, the inside of a checked string, reads as; returns the length, which is never above that of `text`.
///
/// Half a surrogate pair reads as U+FFFD, as in the repaired document.
func unescape(_ text: UnsafeBufferPointer<UInt8>, into buffer: UnsafeMutableBufferPointer<UInt8>) -> Int {
    var length = 0
    var index = 0
    func put(_ byte: UInt8) {
        buffer[length] = byte
        length += 1
    }
    while index < text.count {
        guard text[index] == .backslash else {
            put(text[index])
            index += 1
            continue
        }
        let letter = text[index + 1]
        index += 2
        switch letter {
        case 0x62: put(0x08)
        case 0x66: put(0x0C)
        case 0x6E: put(.newline)
        case 0x72: put(.carriageReturn)
        case 0x74: put(.tab)
        case 0x75:
            let unit = codeUnit(text, index)
            index += 4
            var scalar = Unicode.Scalar(unit) ?? "\u{FFFD}"
            if UTF16.isLeadSurrogate(unit), index + 6 <= text.count, text[index] == .backslash, text[index + 1] == 0x75
            {
                let next = codeUnit(text, index + 2)
                if UTF16.isTrailSurrogate(next) {
                    scalar = UTF16.decode(UTF16.EncodedScalar([unit, next]))
                    index += 6
                }
            }
            for byte in UTF8.encode(scalar) ?? UTF8.encodedReplacementCharacter { put(byte) }
        default: put(letter)
        }
    }
    return length
}

/// Four hexadecimal digits that are known to be there.
private func codeUnit(_ text: UnsafeBufferPointer<UInt8>, _ start: Int) -> UInt16 {
    text[start..<(start + 4)].reduce(0) { $0 << 4 | ($1.hexValue ?? 0) }
}
