import Foundation
import LazaretCore

extension Event {
    /// The `detail` of an event: a JSON object of texts, keys in order; `{}` where there is nothing to say.
    static func detail(_ values: [String: String]) -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        // A dictionary of strings always encodes; were it not so, an event without its remark beats none.
        guard let data = try? encoder.encode(values.mapValues { $0.storable() }) else { return "{}" }
        return String(decoding: data, as: UTF8.self)
    }

    /// The rule that decided, and the values it compared.
    static func detail(_ decision: RuleVerdict?) -> String {
        decision.map { detail(["rule": $0.rule.rawValue, "why": $0.detail]) } ?? "{}"
    }

    /// A person's remark.
    static func detail(comment: String) -> String {
        comment.isEmpty ? "{}" : detail(["comment": comment])
    }
}
