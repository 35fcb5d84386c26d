/// Columns under their heads, as wide as their longest cell. On a terminal that is too narrow the expendable columns go
/// first, then the widest are cut.
struct TableText {
    var heads: [String]
    /// Of `heads`, in the order in which they go where there is no room.
    var expendable: [String] = []
    /// Nil: as wide as it comes.
    var width: Int?
    var colours = false

    func text(_ rows: [[String]]) -> String {
        let titles = heads.map { $0.replacingUnderscores() }
        var widths = titles.map { DisplayWidth.of($0) }
        for row in rows {
            for (index, cell) in row.enumerated() { widths[index] = max(widths[index], DisplayWidth.of(cell)) }
        }
        let columns = fit(&widths, titles: titles)
        var text = line(titles, columns, widths, isHead: true)
        for row in rows { text += line(row, columns, widths, isHead: false) }
        return text
    }

    private func line(_ cells: [String], _ columns: [Int], _ widths: [Int], isHead: Bool) -> String {
        var text = ""
        for index in columns {
            let cell = cells[index]
            let size = DisplayWidth.of(cell)
            let isCut = size > widths[index]
            let shown = isCut ? DisplayWidth.prefix(of: cell, width: widths[index] - 1) + "…" : cell
            let colour = colours && !isHead ? Colour.of(column: heads[index], text: cell) : nil
            text += colour?.around(shown) ?? shown
            if index != columns.last {
                text += String(repeating: " ", count: max(widths[index] - DisplayWidth.of(shown), 0) + 2)
            }
        }
        while text.last == " " { text.removeLast() }
        return text + "\n"
    }

    /// The columns that stay; their widths fit a line.
    private func fit(_ widths: inout [Int], titles: [String]) -> [Int] {
        var columns = Array(heads.indices)
        guard let width else { return columns }
        func total() -> Int { columns.reduce(2 * (columns.count - 1)) { $0 + widths[$1] } }
        func least(_ column: Int) -> Int { min(widths[column], max(8, titles[column].count)) }
        var going = expendable[...]
        while columns.reduce(2 * (columns.count - 1), { $0 + least($1) }) > width, let name = going.popFirst() {
            columns.removeAll { heads[$0] == name }
        }
        // From the widest, one cell at a time, never below eight or the head.
        while total() > width {
            let candidates = columns.filter { widths[$0] > max(8, titles[$0].count) }
            guard let widest = candidates.max(by: { widths[$0] < widths[$1] }) else { break }
            widths[widest] -= 1
        }
        return columns
    }
}

extension String {
    fileprivate func replacingUnderscores() -> String {
        String(map { $0 == "_" ? " " : $0 }).uppercased()
    }
}
