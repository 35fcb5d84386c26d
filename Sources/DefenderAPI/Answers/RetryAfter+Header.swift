import HTTPTransport
import LazaretCore

extension RetryAfter {
    /// The longest delay that is told apart; what is beyond is only very far away, and clamped by the caller.
    private static let longest: Int64 = 1 << 31

    /// The answer's Retry-After; nil where there is none or it cannot be read (defender-api, section 3.4).
    ///
    /// Seconds (a fraction is rounded up to the millisecond), or a date, taken relative to the answer's own `Date` so that
    /// clock skew does not matter, else to `now`. A date that has passed is a delay of zero.
    init?(of response: HTTPResponse, now: Instant) {
        guard let text = response.header("Retry-After")?.trimmed, !text.isEmpty else { return nil }
        if let delay = Self.seconds(text) {
            self.init(delay: delay)
        } else if let date = HTTPDate.parse(text, now: now) {
            let reference = response.header("Date").flatMap { HTTPDate.parse($0.trimmed, now: now) } ?? now
            self.init(delay: min(max(date - reference, .zero), .seconds(Self.longest)))
        } else {
            return nil
        }
    }

    private static func seconds(_ text: String) -> Duration? {
        let parts = text.split(separator: ".", omittingEmptySubsequences: false)
        guard parts.count <= 2, parts.allSatisfy({ !$0.isEmpty && $0.utf8.allSatisfy { (48...57).contains($0) } })
        else { return nil }
        // Too many digits for a number: longer than anything.
        let whole = min(Int64(parts[0]) ?? longest, longest)
        guard parts.count == 2 else { return .seconds(whole) }
        let fraction = Int64((parts[1] + "000").prefix(3)) ?? 0
        let isExact = parts[1].dropFirst(3).allSatisfy { $0 == "0" }
        return .seconds(whole) + .milliseconds(fraction + (isExact ? 0 : 1))
    }
}

extension String {
    /// Without spaces and tabs at both ends.
    fileprivate var trimmed: String {
        var rest = self[...]
        while let first = rest.first, first == " " || first == "\t" { rest.removeFirst() }
        while let last = rest.last, last == " " || last == "\t" { rest.removeLast() }
        return String(rest)
    }
}
