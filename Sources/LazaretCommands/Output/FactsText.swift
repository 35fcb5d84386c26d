import ActionLog
import LazaretCore

/// The one result of a verb that lists nothing: a sentence for people, one object or one row for programs.
struct FactsText {
    var columns: [String]
    /// Columns whose texts `true` and `false` are JSON's.
    var booleans: Set<String> = []
    var row: [Cell]

    func write(_ format: OutputFormat, sentence: String) throws { try write(format, sentences: [sentence]) }

    /// `sentences`: a line each.
    func write(_ format: OutputFormat, sentences: [String]) throws {
        let surroundings = Surroundings.current
        switch format {
        case .table: try surroundings.write(sentences.map { VisibleText.of($0) + "\n" }.joined())
        case .json, .jsonl:
            let members = zip(columns, row).map { name, cell in
                (name, booleans.contains(name) ? cell.plain : cell.json)
            }
            try surroundings.write(JSONText.object(members) + "\n")
        case .csv: try surroundings.write(CSVText.line(columns) + CSVText.line(row.map(\.plain)))
        }
    }
}
