extension JSONScanner {
    /// From the opening quote to the place after the closing one. Counts escapes and notes lone surrogates.
    mutating func string(_ open: Place) throws(Flaw) -> Place {
        var place = open + 1
        while true {
            while end - place >= 8 {
                let special = Self.special(UnsafeRawPointer(place).loadUnaligned(as: UInt64.self))
                guard special == 0 else {
                    place += special.trailingZeroBitCount >> 3
                    break
                }
                place += 8
            }
            guard place < end else { throw flaw(.unclosedString, at: end) }
            switch place.pointee {
            case .quote: return place + 1
            case .backslash: place = try escape(place)
            case 0..<0x20: throw flaw(.controlCharacter, at: place)
            case 0x80...: place = try characters(place)
            default: place += 1
            }
        }
    }

    /// The high bit of the lowest byte that is a quote, a backslash, a control character or not ASCII; bytes above that one
    /// may be marked wrongly (a borrow), so only the lowest mark counts. 0 when all eight are plain.
    @inline(__always)
    private static func special(_ bytes: UInt64) -> UInt64 {
        let word = UInt64(littleEndian: bytes)
        let ones: UInt64 = 0x0101_0101_0101_0101
        // 0x22 ^ 0x02 is 0x20, and 0x20 ^ 0x02 is 0x22: quote and controls alone come out below 0x21.
        let quoteOrControl = (word ^ (ones &* 0x02)) &- (ones &* 0x21)
        let backslash = (word ^ (ones &* 0x5C)) &- ones
        return (quoteOrControl | backslash | word) & (ones &* 0x80)
    }

    private mutating func escape(_ backslash: Place) throws(Flaw) -> Place {
        escapes &+= 1
        guard backslash + 1 < end else { throw flaw(.unclosedString, at: end) }
        switch backslash[1] {
        case .quote, .backslash, 0x2F, 0x62, 0x66, 0x6E, 0x72, 0x74: return backslash + 2
        case 0x75: break
        default: throw flaw(.badEscape, at: backslash)
        }
        guard let unit = codeUnit(backslash) else { throw flaw(.badEscape, at: backslash) }
        guard UTF16.isSurrogate(unit) else { return backslash + 6 }
        if UTF16.isLeadSurrogate(unit), let next = codeUnit(backslash + 6), UTF16.isTrailSurrogate(next) {
            return backslash + 12
        }
        loneSurrogates.append(backslash - start)
        return backslash + 6
    }

    /// The value of the `\uXXXX` that begins here, or nil if there is none.
    private func codeUnit(_ place: Place) -> UInt16? {
        guard end - place >= 6, place[0] == .backslash, place[1] == 0x75 else { return nil }
        var unit: UInt16 = 0
        for index in 2..<6 {
            guard let digit = place[index].hexValue else { return nil }
            unit = unit << 4 | digit
        }
        return unit
    }

    /// As many characters outside ASCII as there are; the first byte is one.
    private func characters(_ first: Place) throws(Flaw) -> Place {
        var place = first
        repeat {
            let length = wellFormedLength(place)
            guard length > 0 else { throw illFormed(place) }
            place += length
        } while place < end && place.pointee >= 0x80
        return place
    }
}

extension UTF16 {
    /// A code unit that is not a character by itself.
    fileprivate static func isSurrogate(_ unit: UInt16) -> Bool { unit & 0xF800 == 0xD800 }
}
