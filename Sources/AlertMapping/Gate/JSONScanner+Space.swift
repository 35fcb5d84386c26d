extension JSONScanner {
    /// The first place from `place` on that is not white space, or `end`.
    @inline(__always)
    func skipSpace(_ place: Place) -> Place {
        place < end && place.pointee > .space ? place : skipLongSpace(place)
    }

    /// Indented text has a line end and then a run of spaces, which is passed eight at a time.
    private func skipLongSpace(_ start: Place) -> Place {
        let eightSpaces: UInt64 = 0x2020_2020_2020_2020
        var place = start
        while place < end, place.pointee.isJSONSpace {
            place += 1
            while end - place >= 8, UnsafeRawPointer(place).loadUnaligned(as: UInt64.self) == eightSpaces {
                place += 8
            }
        }
        return place
    }
}
