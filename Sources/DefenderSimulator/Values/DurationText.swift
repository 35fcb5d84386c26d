/// Durations as people write them: `500ms`, `30s`, `1.5s`, `5m`, `24h`, `30d`, and a bare `0`.
public enum DurationText {
    private static let units: [(suffix: String, milliseconds: Double)] = [
        ("ms", 1), ("s", 1000), ("m", 60_000), ("h", 3_600_000), ("d", 86_400_000),
    ]

    /// Nil for anything else: a sign, a missing unit, more than a century.
    public static func parse(_ text: String) -> Duration? {
        if text == "0" { return .zero }
        guard let unit = units.first(where: { text.hasSuffix($0.suffix) }) else { return nil }
        let digits = text.dropLast(unit.suffix.count)
        guard let first = digits.utf8.first, (48...57).contains(first),
            digits.utf8.allSatisfy({ (48...57).contains($0) || $0 == UInt8(ascii: ".") }), let number = Double(digits)
        else { return nil }
        let milliseconds = number * unit.milliseconds
        guard milliseconds <= 36_525 * 86_400_000 else { return nil }
        return .milliseconds(Int64(milliseconds.rounded()))
    }

    static func decode<Key>(_ container: KeyedDecodingContainer<Key>, _ key: Key) throws -> Duration? {
        guard let text = try container.decodeIfPresent(String.self, forKey: key) else { return nil }
        guard let duration = parse(text) else {
            throw DecodingError.dataCorruptedError(
                forKey: key, in: container, debugDescription: "\"\(text)\" is no duration such as 500ms, 30s or 5m")
        }
        return duration
    }
}
