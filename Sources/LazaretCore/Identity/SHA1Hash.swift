/// The SHA-1 of a file's content: 40 hexadecimal digits, kept in lower case.
public struct SHA1Hash: Hashable, Sendable, CustomStringConvertible {
    public let description: String

    public init?(_ text: some StringProtocol) {
        guard let hex = lowercasedHex(text, count: 40) else { return nil }
        description = hex
    }

    /// The hash of zero bytes: half the files of a machine may carry it, so it is never acted on.
    public static let emptyFile = "da39a3ee5e6b4b0d3255bfef95601890afd80709"
    public static let zeros = String(repeating: "0", count: 40)

    /// True for the two values that name no particular file.
    public var namesNoFile: Bool { description == Self.emptyFile || description == Self.zeros }
}
