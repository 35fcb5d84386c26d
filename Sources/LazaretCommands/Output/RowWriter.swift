import ActionLog
import LazaretCore

/// Writes rows in one of the four forms. json, jsonl and csv stream; a table holds its rows until ``finish()``, because the
/// columns' widths come from them.
final class RowWriter {
    private let format: OutputFormat
    private let columns: [String]
    /// What a table shows of them, in order.
    private let shown: [String]
    private let expendable: [String]
    private let surroundings = Surroundings.current
    private var table: [[String]] = []
    private var buffer = ""
    private let progress: Progress?
    private(set) var count = 0

    private static let bufferSize = 65_536

    /// - Parameter progress: what the rows are ("listed"), where there may be very many; nil where they are followed live.
    init(
        _ format: OutputFormat, columns: [String], shown: [String]? = nil, expendable: [String] = [],
        progress: String? = nil
    ) {
        self.format = format
        self.columns = columns
        self.shown = shown ?? columns
        self.expendable = expendable
        self.progress = progress.map { Progress($0, streams: format != .table) }
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
        if count % 1000 == 0 { progress?.count = count }
    }

    func finish() throws {
        progress?.finish()
        switch format {
        case .json: try write(count == 0 ? "[]\n" : "\n]\n")
        case .jsonl: break
        case .csv: if count == 0 { try write(CSVText.line(columns)) }
        case .table:
            let text = TableText(
                heads: shown, expendable: expendable, width: surroundings.width, colours: surroundings.colours)
            if count > 0 { try write(text.text(table)) }
        }
        try flush()
    }

    /// Hands over what is buffered: after each look where somebody follows live.
    func flush() throws {
        if buffer.isEmpty { return }
        defer { buffer.removeAll(keepingCapacity: true) }
        try surroundings.write(buffer)
    }

    private func write(_ text: String) throws {
        buffer += text
        if buffer.utf8.count >= Self.bufferSize { try flush() }
    }
}
