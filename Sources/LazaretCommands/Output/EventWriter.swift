import ActionLog
import LazaretCore

/// Events one by one, as they come: a table's columns have fixed widths here, because the next row is not known yet.
final class EventWriter {
    private let format: OutputFormat
    private let rows: RowWriter
    private let surroundings = Surroundings.current
    private(set) var count = 0
    private(set) var lastEvent: Int64 = 0

    private static let columns: [(name: String, width: Int)] = [
        ("at", 24), ("action_id", 9), ("event", 16), ("from_state", 11), ("to_state", 11), ("reason", 16), ("actor", 0),
    ]

    init(_ format: OutputFormat) {
        self.format = format
        rows = RowWriter(format, columns: ActionLog.eventColumns)
    }

    func add(_ row: [Cell]) throws {
        lastEvent = row.first?.integer ?? lastEvent
        count += 1
        guard format == .table else { return try rows.add(row) }
        if count == 1 {
            let heads = Self.columns.map { $0.name.map { $0 == "_" ? " " : $0 } }.map { String($0).uppercased() }
            try surroundings.write(line(heads, colours: false))
        }
        let facts = Rows(columns: ActionLog.eventColumns)
        try surroundings.write(
            line(
                Self.columns.map { VisibleText.of(facts.cell($0.name, of: row).plain) }, colours: surroundings.colours))
    }

    func flush() throws { try rows.flush() }

    func finish() throws {
        if format != .table { try rows.finish() }
    }

    private func line(_ cells: [String], colours: Bool) -> String {
        var text = ""
        for (cell, column) in zip(cells, Self.columns) {
            let colour = colours ? Colour.of(column: column.name, text: cell) : nil
            text += colour?.around(cell) ?? cell
            if column.width > 0 {
                text += String(repeating: " ", count: max(column.width - DisplayWidth.of(cell), 0) + 2)
            }
        }
        while text.last == " " { text.removeLast() }
        return text + "\n"
    }
}
