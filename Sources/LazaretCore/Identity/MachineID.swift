/// Defender's id of a device: 40 hexadecimal digits, kept in lower case.
///
/// It has the very shape of a SHA-1, so a swap passes every check of form. Hence two types, and values taken only from
/// typed fields. (defender-api, section 6.1)
public struct MachineID: Hashable, Sendable, CustomStringConvertible {
    public let description: String

    public init?(_ text: some StringProtocol) {
        guard let hex = lowercasedHex(text, count: 40) else { return nil }
        description = hex
    }
}
