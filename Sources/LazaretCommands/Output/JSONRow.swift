import ActionLog
import LazaretCore

/// A row as a JSON object, exact. The two columns that hold JSON are it, not text of it.
enum JSONRow {
    private static let jsonColumns: Set<String> = ["machine_action", "detail"]

    static func members(_ columns: [String], _ row: [Cell]) -> [(key: String, value: String)] {
        zip(columns, row).map { name, cell in
            if jsonColumns.contains(name), let text = cell.text { return (name, onOneLine(text)) }
            return (name, cell.json)
        }
    }

    /// Between the tokens of JSON a line break is no more than a space; within them there is none.
    private static func onOneLine(_ json: String) -> String {
        guard json.utf8.contains(where: { $0 == 10 || $0 == 13 }) else { return json }
        return String(decoding: json.utf8.map { $0 == 10 || $0 == 13 ? 32 : $0 }, as: UTF8.self)
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

    static func optional(_ text: String?) -> Cell { text.map { .text($0) } ?? .null }
}
