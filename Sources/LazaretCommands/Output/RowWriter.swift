import ActionLog
import LazaretCore

/// Writes rows in one of the four forms. json, jsonl and csv stream; a table holds its rows until ``finish()``, because the
/// columns' widths come from them.
final class RowWriter {
    private let format: OutputFormat
    private let columns: [String]
    /// What a table shows of them, in order.
    private let shown: [String]
    private let write: (String) throws -> Void
    private var table: [[String]] = []
    private(set) var count = 0

    init(
        _ format: OutputFormat, columns: [String], shown: [String]? = nil,
        write: @escaping (String) throws -> Void = { try StandardOutput.write($0) }
    ) {
        self.format = format
        self.columns = columns
        self.shown = shown ?? columns
        self.write = write
    }

    func add(_ row: [Cell]) throws {
        switch format {
        case .json: try write((count == 0 ? "[\n" : ",\n") + JSONRow.object(columns, row))
        case .jsonl: try write(JSONRow.object(columns, row) + "\n")
        case .csv:
            if count == 0 { try write(CSVText.line(columns)) }
            try write(CSVText.line(row.map(\.plain)))
        case .table:
            table.append(
                shown.map { name in columns.firstIndex(of: name).map { VisibleText.of(row[$0].plain) } ?? "" })
        }
        count += 1
    }

    func finish() throws {
        switch format {
        case .json: try write(count == 0 ? "[]\n" : "\n]\n")
        case .jsonl: break
        case .csv: if count == 0 { try write(CSVText.line(columns)) }
        case .table: if count > 0 { try write(TableText.text(heads: shown, rows: table, width: StandardOutput.width)) }
        }
    }
}

/// A row as a JSON object, exact. The two columns that hold JSON are it, not text of it.
enum JSONRow {
    private static let jsonColumns: Set<String> = ["machine_action", "detail"]

    static func members(_ columns: [String], _ row: [Cell]) -> [(key: String, value: String)] {
        zip(columns, row).map { name, cell in
            if jsonColumns.contains(name), let text = cell.text { return (name, text) }
            return (name, cell.json)
        }
    }

    static func object(_ columns: [String], _ row: [Cell]) -> String {
        JSONText.object(members(columns, row))
    }

    static func array(_ rows: Rows) -> String {
        "[" + rows.rows.map { object(rows.columns, $0) }.joined(separator: ", ") + "]"
    }
}

extension Cell {
    /// For people and CSV; null is empty.
    var plain: String {
        switch self {
        case .null: ""
        case .integer(let number): String(number)
        case .real(let number): String(number)
        case .text(let text): text
        }
    }

    var json: String {
        switch self {
        case .null: "null"
        case .integer(let number): String(number)
        case .real(let number): number.isFinite ? String(number) : "null"
        case .text(let text): JSONText.quoted(text)
        }
    }
}
