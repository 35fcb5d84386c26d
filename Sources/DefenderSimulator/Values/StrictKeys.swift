/// Reads the keys of an object and refuses those that nobody knows: a misspelt fault must not be a silent no-fault.
struct StrictKeys: CodingKey {
    var stringValue: String
    var intValue: Int? { nil }

    init(stringValue: String) { self.stringValue = stringValue }
    init?(intValue: Int) { nil }

    static func check<Known: CodingKey & CaseIterable>(_ decoder: any Decoder, against _: Known.Type) throws {
        let known = Set(Known.allCases.map(\.stringValue))
        let found = try decoder.container(keyedBy: StrictKeys.self).allKeys
        guard let stranger = found.first(where: { !known.contains($0.stringValue) }) else { return }
        let message = "unknown key \"\(stranger.stringValue)\"; known: \(known.sorted().joined(separator: ", "))"
        throw DecodingError.dataCorrupted(.init(codingPath: decoder.codingPath, debugDescription: message))
    }
}
