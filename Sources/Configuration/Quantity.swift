/// Durations and sizes as people write them: a number and its unit.
enum Quantity {
    private static let durations: [(unit: String, milliseconds: Double)] = [
        ("ms", 1), ("s", 1000), ("m", 60_000), ("h", 3_600_000), ("d", 86_400_000),
    ]
    private static let sizes: [(unit: String, bytes: Double)] = [
        ("KiB", 1024), ("MiB", 1_048_576), ("GiB", 1_073_741_824), ("kB", 1000), ("KB", 1000), ("MB", 1_000_000),
        ("GB", 1_000_000_000), ("B", 1),
    ]

    /// `500ms`, `30s`, `5m`, `24h`, `30d`, `1.5h`; and `0`.
    static func duration(_ text: String) -> Duration? {
        if text == "0" { return .zero }
        guard let value = value(text, units: durations.map { ($0.unit, $0.milliseconds) }), value < 1e15 else {
            return nil
        }
        return .milliseconds(Int64(value.rounded()))
    }

    /// `16MiB`, `500kB`, `1048576B`, and plain bytes.
    static func size(_ text: String) -> Int? {
        if let bytes = Int(text) { return bytes >= 0 ? bytes : nil }
        guard let value = value(text, units: sizes.map { ($0.unit, $0.bytes) }), value < 1e15 else { return nil }
        return Int(value.rounded())
    }

    private static func value(_ text: String, units: [(unit: String, factor: Double)]) -> Double? {
        let number = text.prefix { $0.isASCII && ($0.isNumber || $0 == ".") }
        let unit = text.dropFirst(number.count)
        guard let factor = units.first(where: { $0.unit == unit })?.factor, let amount = Double(number) else {
            return nil
        }
        return amount * factor
    }
}
