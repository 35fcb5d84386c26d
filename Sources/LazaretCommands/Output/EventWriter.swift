import ActionLog
import LazaretCore

/// Events one by one, as they come: a table's columns have fixed widths here, because the next row is not known yet. On a
/// terminal they fit its width, down to 80.
final class EventWriter {
    private typealias Column = (name: String, width: Int)

    private let format: OutputFormat
    private let rows: RowWriter
    private let surroundings = Surroundings.current
    private let columns: [Column]
    private(set) var count = 0
    private(set) var lastEvent: Int64 = 0

    init(_ format: OutputFormat) {
        self.format = format
        rows = RowWriter(format, columns: ActionLog.eventColumns)
        columns = Self.columns(fitting: surroundings.width)
    }

    func add(_ row: [Cell]) throws {
        lastEvent = row.first?.integer ?? lastEvent
        count += 1
        guard format == .table else { return try rows.add(row) }
        if count == 1 {
            let heads = columns.map { $0.name.map { $0 == "_" ? " " : $0 } }.map { String($0).uppercased() }
            try surroundings.write(line(heads, colours: false))
        }
        let facts = Rows(columns: ActionLog.eventColumns)
        let cells = columns.map { shown(facts.cell($0.name, of: row).plain, in: $0) }
        try surroundings.write(line(cells, colours: surroundings.colours))
    }

    func flush() throws { try rows.flush() }

    func finish() throws {
        if format != .table { try rows.finish() }
    }

    /// Where there is no room for all: without the state before, then without year and fractions of a second.
    private static func columns(fitting width: Int?) -> [Column] {
        var columns: [Column] = [
            ("at", 24), ("action_id", 9), ("event", 16), ("from_state", 11), ("to_state", 11), ("reason", 16),
            ("actor", leastActor),
        ]
        func isTooWide() -> Bool { columns.reduce(2 * (columns.count - 1)) { $0 + $1.width } > width ?? .max }
        if isTooWide() { columns.removeAll { $0.name == "from_state" } }
        if isTooWide() { columns = columns.map { $0.name == "at" ? ("at", shortTime) : $0 } }
        if isTooWide() { columns = columns.map { $0.name == "reason" ? ("reason", 14) : $0 } }
        // The last has the rest of the line.
        let others = columns.dropLast().reduce(0) { $0 + $1.width + 2 }
        columns[columns.count - 1].width = width.map { max($0 - others, leastActor) } ?? .max
        return columns
    }

    /// `daemon`
    private static let leastActor = 6
    /// `01-31 12:34:56`
    private static let shortTime = 14

    private func shown(_ text: String, in column: Column) -> String {
        let text = VisibleText.of(text)
        if column.name == "at", column.width == Self.shortTime {
            return String(text.dropFirst(5).prefix(Self.shortTime)).replacing("T", with: " ")
        }
        guard surroundings.width != nil, DisplayWidth.of(text) > column.width else { return text }
        return DisplayWidth.prefix(of: text, width: column.width - 1) + "…"
    }

    private func line(_ cells: [String], colours: Bool) -> String {
        var text = ""
        for (index, (cell, column)) in zip(cells, columns).enumerated() {
            let colour = colours ? Colour.of(column: column.name, text: cell) : nil
            text += colour?.around(cell) ?? cell
            if index + 1 < columns.count {
                text += String(repeating: " ", count: max(column.width - DisplayWidth.of(cell), 0) + 2)
            }
        }
        while text.last == " " { text.removeLast() }
        return text + "\n"
    }
}
