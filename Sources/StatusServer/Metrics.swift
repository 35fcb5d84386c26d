import Foundation

/// The counters, gauges and histograms of one process, in Prometheus' text form (contract, section 6).
///
/// Families are declared once, with every label set that can be known beforehand at 0, so that a rate never starts from a
/// gap. Names and labels are the program's own; label values are bounded words, never ids.
public final class Metrics: @unchecked Sendable {
    public enum Kind: String, Sendable {
        case counter, gauge, histogram
    }

    public typealias Labels = [(name: String, value: String)]

    private struct Histogram {
        var counts: [UInt64]
        var sum: Double = 0
        var total: UInt64 = 0
    }

    private struct Family {
        let kind: Kind
        let help: String
        let bounds: [Double]
        var values: [String: Double] = [:]
        var histograms: [String: Histogram] = [:]
    }

    private let lock = NSLock()
    private var families: [String: Family] = [:]
    private var order: [String] = []

    public init() {}

    /// `bounds`: a histogram's upper bounds, ascending, in the unit of its name.
    public func declare(_ name: String, _ kind: Kind, help: String, bounds: [Double] = []) {
        lock.withLock {
            guard families[name] == nil else { return }
            families[name] = Family(kind: kind, help: help, bounds: bounds)
            order.append(name)
        }
    }

    public func add(_ name: String, _ amount: Double = 1, _ labels: Labels = []) {
        let key = Self.key(labels)
        lock.withLock { families[name]?.values[key, default: 0] += amount }
    }

    public func set(_ name: String, _ value: Double, _ labels: Labels = []) {
        let key = Self.key(labels)
        lock.withLock { families[name]?.values[key] = value }
    }

    /// A histogram's label set with nothing observed yet.
    public func prepare(_ name: String, _ labels: Labels = []) {
        let key = Self.key(labels)
        lock.withLock {
            guard let bounds = families[name]?.bounds, families[name]?.histograms[key] == nil else { return }
            families[name]?.histograms[key] = Histogram(counts: Array(repeating: 0, count: bounds.count))
        }
    }

    public func observe(_ name: String, _ value: Double, _ labels: Labels = []) {
        let key = Self.key(labels)
        lock.withLock {
            guard let bounds = families[name]?.bounds else { return }
            var histogram =
                families[name]?.histograms[key] ?? Histogram(counts: Array(repeating: 0, count: bounds.count))
            for (index, bound) in bounds.enumerated() where value <= bound { histogram.counts[index] += 1 }
            histogram.sum += value
            histogram.total += 1
            families[name]?.histograms[key] = histogram
        }
    }

    /// The whole page, families in the order of their declaration.
    public func exposition() -> String {
        let (order, families) = lock.withLock { (self.order, self.families) }
        var text = ""
        for name in order {
            guard let family = families[name] else { continue }
            text += "# HELP \(name) \(family.help)\n# TYPE \(name) \(family.kind.rawValue)\n"
            for (labels, value) in family.values.sorted(by: { $0.key < $1.key }) {
                text += name + (labels.isEmpty ? "" : "{\(labels)}") + " \(Self.number(value))\n"
            }
            for (labels, histogram) in family.histograms.sorted(by: { $0.key < $1.key }) {
                text += Self.lines(name, labels, histogram, family.bounds)
            }
        }
        return text
    }

    private static func lines(_ name: String, _ labels: String, _ histogram: Histogram, _ bounds: [Double]) -> String {
        let prefix = labels.isEmpty ? "" : labels + ","
        var text = ""
        for (bound, count) in zip(bounds, histogram.counts) {
            text += "\(name)_bucket{\(prefix)le=\"\(number(bound))\"} \(count)\n"
        }
        text += "\(name)_bucket{\(prefix)le=\"+Inf\"} \(histogram.total)\n"
        let suffix = labels.isEmpty ? "" : "{\(labels)}"
        return text + "\(name)_sum\(suffix) \(number(histogram.sum))\n\(name)_count\(suffix) \(histogram.total)\n"
    }

    private static func key(_ labels: Labels) -> String {
        labels.map { "\($0.name)=\"\(escaped($0.value))\"" }.joined(separator: ",")
    }

    private static func escaped(_ value: String) -> String {
        value.replacingOccurrences(of: "\\", with: "\\\\").replacingOccurrences(of: "\"", with: "\\\"")
            .replacingOccurrences(of: "\n", with: "\\n")
    }

    private static func number(_ value: Double) -> String {
        value == value.rounded() && abs(value) < 1e15 ? String(Int64(value)) : String(value)
    }
}
