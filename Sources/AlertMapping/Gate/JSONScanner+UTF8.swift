extension JSONScanner {
    /// The length of the well-formed UTF-8 sequence that begins with the byte above 0x7F at `place`, by the Unicode Standard's
    /// table 3-7 (no overlong forms, no surrogates, nothing above U+10FFFF); 0 if it is ill-formed or cut off.
    @inline(__always)
    func wellFormedLength(_ place: Place) -> Int {
        let left = end - place
        let lead = place.pointee
        switch lead {
        case 0xC2...0xDF:
            return left >= 2 && isContinuation(place[1]) ? 2 : 0
        case 0xE0...0xEF:
            guard left >= 3, isContinuation(place[1]), isContinuation(place[2]) else { return 0 }
            if lead == 0xE0 && place[1] < 0xA0 || lead == 0xED && place[1] > 0x9F { return 0 }
            return 3
        case 0xF0...0xF4:
            guard left >= 4, isContinuation(place[1]), isContinuation(place[2]), isContinuation(place[3]) else {
                return 0
            }
            if lead == 0xF0 && place[1] < 0x90 || lead == 0xF4 && place[1] > 0x8F { return 0 }
            return 4
        default:
            return 0
        }
    }

    /// The flaw of a sequence whose `wellFormedLength` is 0.
    func illFormed(_ place: Place) -> Flaw {
        let isSurrogate =
            end - place >= 3 && place[0] == 0xED && place[1] > 0x9F && isContinuation(place[1])
            && isContinuation(place[2])
        return flaw(isSurrogate ? .encodedSurrogate : .invalidUTF8, at: place)
    }

    @inline(__always)
    private func isContinuation(_ byte: UInt8) -> Bool { byte & 0xC0 == 0x80 }
}
