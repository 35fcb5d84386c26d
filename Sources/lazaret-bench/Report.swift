/// Columns for a terminal.
enum Report {
    /// Each cell in its width; a negative width aligns to the right.
    static func line(_ cells: [(text: String, width: Int)]) -> String {
        cells.map { text, width in
            let gap = String(repeating: " ", count: max(0, abs(width) - text.count))
            return width < 0 ? gap + text : text + gap
        }.joined(separator: " ")
    }
}
