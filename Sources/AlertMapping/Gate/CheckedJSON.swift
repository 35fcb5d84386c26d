/// What the gate knows of a document that it let through.
public struct CheckedJSON: Hashable, Sendable {
    /// Where the document is in the bytes that were checked, without the white space around it.
    public var range: Range<Int>
    /// Offsets in the bytes that were checked of each `\uXXXX` that names half a surrogate pair.
    public var loneSurrogates: [Int]

    /// The document as libjq can read it: `bytes`, which are those that were checked, cut to `range`; each escaped lone
    /// surrogate becomes `\ufffd`, which is as long. Copies only if there is one.
    public func repaired(_ bytes: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
        let document = bytes.dropFirst(range.lowerBound).prefix(range.count)
        guard !loneSurrogates.isEmpty else { return document }
        var copy = Array(document)
        for offset in loneSurrogates {
            let start = offset - range.lowerBound
            copy.replaceSubrange(start..<(start + 6), with: "\\ufffd".utf8)
        }
        return copy[...]
    }
}
