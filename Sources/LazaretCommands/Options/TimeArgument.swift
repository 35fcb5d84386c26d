import ArgumentParser
import LazaretCore

/// A point in time at the command line: RFC 3339, a date, or a length of time before now (`24h`, `30d`).
struct TimeArgument: ExpressibleByArgument, Sendable {
    enum Value: Sendable {
        case at(Instant)
        case ago(Duration)
    }

    let value: Value

    init?(argument: String) {
        if let instant = Instant(rfc3339: argument) ?? Instant(rfc3339: argument + "T00:00:00Z") {
            value = .at(instant)
        } else if let last = argument.last, let factor = Self.factors[last], let count = Int64(argument.dropLast()),
            (0...1_000_000).contains(count)
        {
            value = .ago(.seconds(count * factor))
        } else {
            return nil
        }
    }

    func instant(now: Instant) -> Instant {
        switch value {
        case .at(let instant): instant
        case .ago(let length): now - length
        }
    }

    private static let factors: [Character: Int64] = ["s": 1, "m": 60, "h": 3600, "d": 86_400]
}
