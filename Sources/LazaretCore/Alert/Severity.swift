/// How grave an alert is, in Defender's words.
public enum Severity: String, CaseIterable, Comparable, Sendable {
    case informational, low, medium, high

    /// Case-insensitive; `unspecified`, `unknown` and everything else are nil, which policy reads as "missing".
    public init?(anyCase text: some StringProtocol) {
        self.init(rawValue: text.lowercased())
    }

    public var rank: Int {
        switch self {
        case .informational: 0
        case .low: 1
        case .medium: 2
        case .high: 3
        }
    }

    public static func < (left: Severity, right: Severity) -> Bool { left.rank < right.rank }
}
