import LazaretCore

/// RFC 4180, for spreadsheets: a cell that one would run as a formula is neutralised with an apostrophe, and control characters
/// are spelled out as in tables (``VisibleText``). So is what would be a cell of its own where the spreadsheet's list separator is
/// the semicolon, as it is in half of Europe.
enum CSVText {
    static func line(_ cells: [String]) -> String { cells.map(cell).joined(separator: ",") + "\r\n" }

    static func cell(_ text: String) -> String {
        let parts = text.split(separator: ";", omittingEmptySubsequences: false)
        let safe = VisibleText.of(parts.map { isFormula($0) ? "'" + $0 : String($0) }.joined(separator: ";"))
        guard safe.unicodeScalars.contains(where: { "\",\r\n".unicodeScalars.contains($0) }) else { return safe }
        return "\"" + safe.split(separator: "\"", omittingEmptySubsequences: false).joined(separator: "\"\"") + "\""
    }

    /// Quotes in front may be the cell's own.
    private static func isFormula(_ text: Substring) -> Bool {
        guard let first = text.unicodeScalars.first(where: { $0 != "\"" }) else { return false }
        return "=+-@\t\r\n＝＋－＠".unicodeScalars.contains(first) && !isNumber(text)
    }

    /// `-3` is a number, not a formula.
    private static func isNumber(_ text: Substring) -> Bool {
        text.first == "-" && text.count > 1 && text.dropFirst().allSatisfy { $0.isASCII && $0.isNumber }
    }
}
