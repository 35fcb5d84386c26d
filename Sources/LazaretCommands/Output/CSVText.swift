import LazaretCore

/// RFC 4180, for spreadsheets: a cell that one would run as a formula is neutralised with an apostrophe, and control characters
/// are spelled out as in tables (``VisibleText``).
enum CSVText {
    static func line(_ cells: [String]) -> String { cells.map(cell).joined(separator: ",") + "\r\n" }

    static func cell(_ text: String) -> String {
        var safe = text
        if let first = text.unicodeScalars.first, "=+-@\t\r\n＝＋－＠".unicodeScalars.contains(first), !isNumber(text) {
            safe = "'" + text
        }
        safe = VisibleText.of(safe)
        guard safe.unicodeScalars.contains(where: { "\",\r\n".unicodeScalars.contains($0) }) else { return safe }
        return "\"" + safe.split(separator: "\"", omittingEmptySubsequences: false).joined(separator: "\"\"") + "\""
    }

    /// `-3` is a number, not a formula.
    private static func isNumber(_ text: String) -> Bool {
        text.first == "-" && text.count > 1 && text.dropFirst().allSatisfy { $0.isASCII && $0.isNumber }
    }
}
