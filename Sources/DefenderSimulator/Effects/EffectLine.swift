public import Foundation

/// One line of the effects file: `{"arrival": {…}}` or `{"quarantine": {…}}`.
public enum EffectLine: Hashable, Sendable {
    case arrival(Arrival)
    case quarantine(Quarantine)
}

extension EffectLine: Codable {
    enum CodingKeys: String, CodingKey {
        case arrival, quarantine
    }

    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        if let arrival = try container.decodeIfPresent(Arrival.self, forKey: .arrival) {
            self = .arrival(arrival)
        } else {
            self = .quarantine(try container.decode(Quarantine.self, forKey: .quarantine))
        }
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        switch self {
        case .arrival(let arrival): try container.encode(arrival, forKey: .arrival)
        case .quarantine(let quarantine): try container.encode(quarantine, forKey: .quarantine)
        }
    }

    /// Reads a file of such lines. A last line without its newline was cut by a crash and is left out.
    public static func read(_ data: Data) throws -> [EffectLine] {
        guard let end = data.lastIndex(of: 10) else { return [] }
        return try data[...end].split(separator: 10).map { try JSONDecoder().decode(EffectLine.self, from: Data($0)) }
    }
}
