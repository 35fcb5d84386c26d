import Foundation
import LazaretCore

/// A JSON object read field by field: keys in any letter case, a field of another type counts as absent.
///
/// Real answers have fields that no document names, miss some that are named, and spell a few in two ways
/// (defender-api, section 2.1): no single field may make an answer unreadable.
struct LenientObject: Decodable {
    private let container: KeyedDecodingContainer<AnyKey>
    private let keys: [String: AnyKey]

    struct AnyKey: CodingKey {
        let stringValue: String
        var intValue: Int? { nil }

        init(stringValue: String) {
            self.stringValue = stringValue
        }

        init?(intValue: Int) { nil }
    }

    init(from decoder: any Decoder) throws {
        container = try decoder.container(keyedBy: AnyKey.self)
        keys = Dictionary(container.allKeys.map { ($0.stringValue.lowercased(), $0) }) { first, _ in first }
    }

    /// Nil where the bytes are no JSON object.
    init?(_ bytes: some Collection<UInt8>) {
        do {
            self = try JSONDecoder().decode(LenientObject.self, from: Data(bytes))
        } catch {
            return nil
        }
    }

    func string(_ names: String...) -> String? { first(names, as: String.self) }
    func bool(_ name: String) -> Bool? { first([name], as: Bool.self) }
    func object(_ name: String) -> LenientObject? { first([name], as: LenientObject.self) }

    /// A time with any number of fraction digits.
    func instant(_ names: String...) -> Instant? {
        for name in names {
            if let text = first([name], as: String.self), let instant = Instant(rfc3339: text) { return instant }
        }
        return nil
    }

    /// A whole number, or one written as a string.
    func integer(_ names: String...) -> Int64? {
        first(names, as: Int64.self) ?? first(names, as: String.self).flatMap { Int64($0) }
    }

    /// Its members that are strings.
    func strings(_ name: String) -> [String] { elements(name) }

    /// Its members that are whole numbers.
    func integers(_ name: String) -> [Int64] { elements(name) }

    private func elements<Value: Decodable>(_ name: String) -> [Value] {
        (first([name], as: [LenientElement<Value>].self) ?? []).compactMap(\.value)
    }

    private func first<Value: Decodable>(_ names: [String], as type: Value.Type) -> Value? {
        for name in names {
            let exact = AnyKey(stringValue: name)
            guard let key = container.contains(exact) ? exact : keys[name.lowercased()] else { continue }
            // A field of another type than expected is the same as none.
            if let value = try? container.decodeIfPresent(type, forKey: key) { return value }
        }
        return nil
    }
}

/// An array's member of which another type counts as absent.
private struct LenientElement<Value: Decodable>: Decodable {
    let value: Value?

    init(from decoder: any Decoder) throws {
        // As above: another type is the same as none.
        value = try? decoder.singleValueContainer().decode(Value.self)
    }
}
