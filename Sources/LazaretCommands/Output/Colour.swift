/// Colour of words that are there without it too: never the only sign, and only on a terminal that wants it.
enum Colour: String {
    case red = "31"
    case green = "32"
    case yellow = "33"
    case cyan = "36"
    case faint = "2"

    func around(_ text: String) -> String { "\u{1B}[\(rawValue)m\(text)\u{1B}[0m" }

    /// `NO_COLOR` (no-color.org) set to anything, or a terminal that knows none.
    static func isWelcome(environment: [String: String]) -> Bool {
        (environment["NO_COLOR"] ?? "").isEmpty && environment["TERM"] != "dumb"
    }

    /// For a cell of this column with this text; nil for most.
    static func of(column: String, text: String) -> Colour? {
        guard columns.contains(column) else { return nil }
        return words[text]
    }

    private static let columns: Set<String> = ["state", "outcome", "from_state", "to_state", "result", "verdict"]

    private static let words: [String: Colour] = [
        "held": .yellow, "queued": .cyan, "sending": .cyan, "unconfirmed": .yellow, "submitted": .cyan,
        "succeeded": .green, "failed": .red, "timed_out": .red, "refused": .red, "expired": .red, "denied": .faint,
        "cancelled": .faint, "dry_run": .faint, "rejected": .red, "skipped": .faint, "duplicate": .faint,
        "mapped": .green, "wrong": .red, "ok": .green, "accepted": .green, "unknown": .yellow, "throttled": .yellow,
    ]
}
