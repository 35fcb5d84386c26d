import LazaretCore

/// Moments as Defender and HTTP write them.
enum TimeText {
    /// `2026-01-31T12:34:56.7891234Z`: seven digits, the last four of which mean nothing here. (defender-api, section 2.1)
    static func sevenDigits(_ instant: Instant, _ lastFour: Int) -> String {
        let digits = String(lastFour % 10_000)
        return instant.description.dropLast() + String(repeating: "0", count: 4 - digits.count) + digits + "Z"
    }

    /// `Sat, 31 Jan 2026 12:34:56 GMT` (RFC 9110, section 5.6.7)
    static func http(_ instant: Instant) -> String {
        let text = instant.description
        // Day 0 of the epoch was a Thursday.
        let day = Int((instant.milliseconds.flooredQuotient(86_400_000) + 4).flooredRemainder(7))
        let month = Int(text.dropFirst(5).prefix(2)) ?? 1
        return ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"][day] + ", " + text.dropFirst(8).prefix(2) + " "
            + ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"][month - 1] + " "
            + text.prefix(4) + " " + text.dropFirst(11).prefix(8) + " GMT"
    }
}

extension Int64 {
    fileprivate func flooredQuotient(_ divisor: Int64) -> Int64 {
        self / divisor - (self % divisor < 0 ? 1 : 0)
    }

    fileprivate func flooredRemainder(_ divisor: Int64) -> Int64 {
        (self % divisor + divisor) % divisor
    }
}
