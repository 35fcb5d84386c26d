/// Exactly `count` hexadecimal digits in either case, lower-cased; nil for anything else (nothing is trimmed).
func lowercasedHex(_ text: some StringProtocol, count: Int) -> String? {
    var digits: [UInt8] = []
    digits.reserveCapacity(count)
    for byte in text.utf8 {
        guard digits.count < count else { return nil }
        switch byte {
        case 48...57, 97...102: digits.append(byte)
        case 65...70: digits.append(byte + 32)
        default: return nil
        }
    }
    return digits.count == count ? String(decoding: digits, as: UTF8.self) : nil
}
