/// The id of a MachineAction: a GUID by the documents, taken as any short token of letters, digits and hyphens.
///
/// Nothing else can be one, so an id can never leave its path segment or its quotes in a filter. (defender-api, section 6.1)
struct ActionID: Hashable, Sendable, CustomStringConvertible {
    let description: String

    /// A GUID is lower-cased (ids are lower case in the action log); any other token is kept as it came.
    init?(_ text: some StringProtocol) {
        let bytes = Array(text.utf8)
        guard (1...64).contains(bytes.count), bytes.allSatisfy(Self.isAllowed) else { return nil }
        let text = String(text)
        description = Self.isGUID(bytes) ? text.lowercased() : text
    }

    private static func isAllowed(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"):
            true
        default: false
        }
    }

    private static func isGUID(_ bytes: [UInt8]) -> Bool {
        guard bytes.count == 36 else { return false }
        return bytes.indices.allSatisfy { index in
            let isHyphen = bytes[index] == UInt8(ascii: "-")
            if [8, 13, 18, 23].contains(index) { return isHyphen }
            switch bytes[index] {
            case UInt8(ascii: "a")...UInt8(ascii: "f"), UInt8(ascii: "A")...UInt8(ascii: "F"),
                UInt8(ascii: "0")...UInt8(ascii: "9"):
                return true
            default: return false
            }
        }
    }
}
