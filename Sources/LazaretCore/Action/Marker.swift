/// The text at the end of every comment that makes an action recognisable in Defender's list.
///
/// Unique to installation and action: `[lazaret:3f9c0d1e2a4b:1024]`. `requestorComment` is the only echoed free text, and
/// no idempotency key is documented. (defender-api, sections 2.1 and 4.2)
public struct Marker: Hashable, Sendable, CustomStringConvertible {
    public let installation: String
    public let action: Int64

    /// `installation`: the action log's own random id, 12 hexadecimal digits.
    public init(installation: String, action: Int64) {
        self.installation = installation
        self.action = action
    }

    public var description: String { "[lazaret:\(installation):\(action)]" }

    /// The most that a comment may hold, in Unicode scalars (contract, section 8).
    public static let commentLimit = 1000

    /// `text` and the marker, cut to ``commentLimit``: the text is cut, never the marker.
    public func comment(_ text: String) -> String {
        let room = Self.commentLimit - description.unicodeScalars.count - 1
        var scalars = String.UnicodeScalarView()
        scalars.append(contentsOf: text.unicodeScalars.prefix(room))
        let cut = String(scalars)
        return cut.isEmpty ? description : cut + " " + description
    }

    /// True where `comment` ends with this very marker (white space after it is forgiven).
    public func marks(_ comment: String) -> Bool {
        var scalars = comment.unicodeScalars[...]
        while let last = scalars.last, last.properties.isWhitespace { scalars.removeLast() }
        return String(scalars).hasSuffix(description)
    }
}
