/// Columns under their heads, as wide as their longest cell; on a terminal the widest are cut until a line fits.
enum TableText {
    static func text(heads: [String], rows: [[String]], width: Int?) -> String {
        let titles = heads.map { $0.replacingUnderscores() }
        var widths = titles.map(\.count)
        for row in rows { for (index, cell) in row.enumerated() { widths[index] = max(widths[index], cell.count) } }
        if let width { fit(&widths, titles: titles, into: width) }
        var text = line(titles, widths)
        for row in rows { text += line(row, widths) }
        return text
    }

    private static func line(_ cells: [String], _ widths: [Int]) -> String {
        var parts: [String] = []
        for (index, cell) in cells.enumerated() {
            let shown = cell.count > widths[index] ? String(cell.prefix(max(widths[index] - 1, 0))) + "…" : cell
            let isLast = index == cells.count - 1
            parts.append(isLast ? shown : shown + String(repeating: " ", count: widths[index] - shown.count))
        }
        return parts.joined(separator: "  ") + "\n"
    }

    /// Takes from the widest column, one character at a time, never below eight or the head.
    private static func fit(_ widths: inout [Int], titles: [String], into width: Int) {
        var total = widths.reduce(0, +) + 2 * (widths.count - 1)
        while total > width {
            let candidates = widths.indices.filter { widths[$0] > max(8, titles[$0].count) }
            guard let widest = candidates.max(by: { widths[$0] < widths[$1] }) else { return }
            widths[widest] -= 1
            total -= 1
        }
    }
}

extension String {
    fileprivate func replacingUnderscores() -> String {
        String(map { $0 == "_" ? " " : $0 }).uppercased()
    }
}
