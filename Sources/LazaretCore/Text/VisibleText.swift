/// Text from outside, made safe to show: what would move a terminal's cursor or turn the reading direction is spelled out.
public enum VisibleText {
    /// Control characters (C0, C1, DEL), line and paragraph separators, bidirectional controls and other invisible format
    /// characters become `\u{…}`; everything else is itself.
    public static func of(_ text: String) -> String {
        // Almost every text is plain ASCII, which needs no look at Unicode's tables.
        if text.utf8.allSatisfy({ 0x20 <= $0 && $0 < 0x7F }) { return text }
        guard text.unicodeScalars.contains(where: isHidden) else { return text }
        var shown = String.UnicodeScalarView()
        for scalar in text.unicodeScalars { shown.append(contentsOf: scalars(for: scalar)) }
        return String(shown)
    }

    public static func scalars(for scalar: Unicode.Scalar) -> [Unicode.Scalar] {
        guard isHidden(scalar) else { return [scalar] }
        return Array("\\u{\(String(scalar.value, radix: 16))}".unicodeScalars)
    }

    private static func isHidden(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.properties.generalCategory {
        case .control, .format, .lineSeparator, .paragraphSeparator, .surrogate, .privateUse, .unassigned: true
        default: false
        }
    }
}
