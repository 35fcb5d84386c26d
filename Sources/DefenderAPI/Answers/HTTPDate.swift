import LazaretCore

/// The three date forms of HTTP (RFC 9110, section 5.6.7): IMF-fixdate, RFC 850 and asctime.
enum HTTPDate {
    /// `now` decides the century of a two-digit year: at most 50 years ahead.
    static func parse(_ text: String, now: Instant) -> Instant? {
        let words = text.split(separator: " ")
        if words.count == 6, words[5] == "GMT" {
            return instant(year: words[3], month: words[2], day: words[1], time: words[4])
        }
        if words.count == 5 {
            return instant(year: words[4], month: words[1], day: words[2], time: words[3])
        }
        if words.count == 4, words[3] == "GMT" {
            let date = words[1].split(separator: "-")
            guard date.count == 3, let year = fullYear(date[2], now: now) else { return nil }
            return instant(year: year, month: date[1], day: date[0], time: words[2])
        }
        return nil
    }

    private static let months = [
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    ]

    private static func instant(
        year: some StringProtocol, month: some StringProtocol, day: some StringProtocol, time: some StringProtocol
    ) -> Instant? {
        guard let month = months.firstIndex(of: String(month)) else { return nil }
        return Instant(rfc3339: "\(year)-\(twoDigits("\(month + 1)"))-\(twoDigits(day))T\(time)Z")
    }

    private static func twoDigits(_ number: some StringProtocol) -> String {
        number.utf8.count == 1 ? "0" + number : String(number)
    }

    private static func fullYear(_ text: Substring, now: Instant) -> String? {
        guard text.utf8.count == 2, let year = Int(text), let current = Int(now.description.prefix(4)) else {
            return nil
        }
        let candidate = current / 100 * 100 + year
        return String(candidate > current + 50 ? candidate - 100 : candidate)
    }
}
