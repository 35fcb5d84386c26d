import LazaretCore
import Yams

/// Typed values: each reports what is wrong and gives the default then, so that one run finds every problem.
extension YAMLSection {
    func text(_ key: String, _ fallback: String = "") -> String {
        givenText(key) ?? fallback
    }

    func requiredText(_ key: String) -> String {
        guard has(key) else {
            _ = node(key)
            report(key, "is required")
            return ""
        }
        let value = givenText(key)
        if value == "" { report(key, "must not be empty") }
        return value ?? ""
    }

    /// Of a file or directory that must have a name.
    func path(_ key: String, _ fallback: String) -> String {
        guard let value = givenText(key) else { return fallback }
        if value.isEmpty { report(key, "must not be empty") }
        return value.isEmpty ? fallback : value
    }

    /// Nil where the key is absent, or (reported) no text: a bare number or truth value is none.
    private func givenText(_ key: String) -> String? {
        guard let value = scalar(key, "text") else { return nil }
        guard isPlain(key), Self.isNumberOrTruth(value) else { return value }
        report(key, "must be text, not \(value) (which is text in quotes)")
        return nil
    }

    private static func isNumberOrTruth(_ text: String) -> Bool {
        if ["true", "false"].contains(text.lowercased()) { return true }
        return text.utf8.contains { (48...57).contains($0) } && Double(text) != nil
    }

    /// Nil where absent or empty.
    func optionalText(_ key: String) -> String? {
        guard node(key).map({ !$0.isNull }) ?? false else { return nil }
        let value = text(key)
        return value.isEmpty ? nil : value
    }

    func integer(_ key: String, _ fallback: Int, in range: ClosedRange<Int>) -> Int {
        guard let text = scalar(key, "a whole number") else { return fallback }
        guard !isQuoted(key), let value = Int(text) else {
            report(key, "must be a whole number, not \"\(text)\"")
            return fallback
        }
        guard range.contains(value) else {
            report(key, "must be from \(range.lowerBound) to \(range.upperBound), not \(value)")
            return fallback
        }
        return value
    }

    /// Above 0, at most 1.
    func share(_ key: String, _ fallback: Double) -> Double {
        guard let text = scalar(key, "a number") else { return fallback }
        guard !isQuoted(key), let value = Double(text), value > 0, value <= 1 else {
            report(key, "must be a number above 0 and at most 1, not \"\(text)\"")
            return fallback
        }
        return value
    }

    func flag(_ key: String, _ fallback: Bool) -> Bool {
        guard let text = scalar(key, "true or false") else { return fallback }
        guard !isQuoted(key), let value = ["true": true, "false": false][text.lowercased()] else {
            report(key, "must be true or false, not \"\(text)\"")
            return fallback
        }
        return value
    }

    func duration(_ key: String, _ fallback: Duration, minimum: Duration = .milliseconds(1)) -> Duration {
        guard let text = scalar(key, "a duration such as 30s") else { return fallback }
        guard let value = Quantity.duration(text) else {
            report(key, "must be a duration with its unit (ms, s, m, h, d), such as 30s, not \"\(text)\"")
            return fallback
        }
        guard value >= minimum else {
            report(key, "must be at least \(minimum.milliseconds)ms, not \(text)")
            return fallback
        }
        return value
    }

    /// Nil for 0: keep for ever.
    func retention(_ key: String, _ fallback: Duration) -> Duration? {
        let value = duration(key, fallback, minimum: .zero)
        return value == .zero ? nil : value
    }

    func size(_ key: String, _ fallback: Int) -> Int {
        guard let text = scalar(key, "a size such as 16MiB") else { return fallback }
        guard let value = Quantity.size(text), value > 0, value <= 1 << 30 else {
            report(key, "must be a size from 1B to 1GiB with its unit (B, KiB, MiB, GiB), not \"\(text)\"")
            return fallback
        }
        return value
    }

    func choice<Value: RawRepresentable<String> & CaseIterable>(_ key: String, _ fallback: Value) -> Value {
        guard let text = scalar(key, "one word") else { return fallback }
        // YAML 1.1 reads a bare `off` as a boolean, so other programs write it back as `false`.
        guard let value = Value(rawValue: text) ?? (text == "false" ? Value(rawValue: "off") : nil) else {
            let words = Value.allCases.map(\.rawValue).joined(separator: ", ")
            report(key, "must be one of \(words), not \"\(text)\"")
            return fallback
        }
        return value
    }

    func texts(_ key: String, _ fallback: [String]) -> [String] {
        guard let node = node(key), !node.isNull else { return fallback }
        guard let sequence = node.sequence else {
            report(key, "must be a list, not \(node.kind)")
            return fallback
        }
        let values = sequence.compactMap(\.string)
        if values.count != sequence.count { report(key, "must be a list of words") }
        return values
    }
}
