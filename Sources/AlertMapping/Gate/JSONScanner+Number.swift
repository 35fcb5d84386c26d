extension JSONScanner {
    /// A number of any size: what it is worth is the reader's matter. What follows it is the caller's.
    func number(_ first: Place) throws(Flaw) -> Place {
        var place = first
        if place.pointee == .minus {
            place += 1
            guard place < end else { throw flaw(.badNumber, at: first) }
            if place.pointee == 0x49 || place.pointee == 0x4E { throw flaw(.notANumber, at: first) }
        }
        let integer = place
        place = try digits(integer, of: first)
        if integer.pointee == .zero, place - integer > 1 { throw flaw(.leadingZero, at: first) }
        if place < end, place.pointee == .point {
            place = try digits(place + 1, of: first)
        }
        if place < end, place.pointee | 0x20 == 0x65 {
            place += 1
            if place < end, place.pointee == 0x2B || place.pointee == .minus { place += 1 }
            place = try digits(place, of: first)
        }
        return place
    }

    /// One digit or more.
    @inline(__always)
    private func digits(_ first: Place, of number: Place) throws(Flaw) -> Place {
        var place = first
        while place < end, place.pointee.isDigit { place += 1 }
        guard place > first else { throw flaw(.badNumber, at: number) }
        return place
    }
}
