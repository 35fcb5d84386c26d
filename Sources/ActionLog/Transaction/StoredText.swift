import LazaretCore

extension Instant {
    /// As the columns have it: always 24 characters, so that text order is time order. What lies outside the years 0 to
    /// 9999 (an absurd duration added to now) is moved to their end.
    var stored: String {
        Instant(milliseconds: min(max(milliseconds, -62_167_219_200_000), 253_402_300_799_999)).description
    }

    /// - Throws: ``ActionLogError/corrupt(_:)`` where a column does not hold a time.
    init(stored text: String) throws {
        guard let instant = Instant(rfc3339: text) else { throw ActionLogError.corrupt("not a time: \(text)") }
        self = instant
    }
}

extension String {
    /// Text from outside, fit for a column: at most `limit` bytes and without NUL, at which SQLite's text would end.
    func storable(limit: Int = 4096) -> String {
        let utf8 = self.utf8
        if utf8.count <= limit && !utf8.contains(0) { return self }
        var scalars = String.UnicodeScalarView()
        var count = 0
        for scalar in unicodeScalars {
            let kept = scalar == "\0" ? "\u{FFFD}" : scalar
            count += UTF8.width(kept)
            if count > limit { break }
            scalars.append(kept)
        }
        return String(scalars)
    }
}
