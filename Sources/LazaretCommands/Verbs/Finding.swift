import ActionLog
import LazaretCore

/// One row of what `check` found.
struct Finding: Sendable {
    enum Verdict: String, Sendable {
        case ok
        /// For a person to know; nothing is wrong.
        case note
        case wrong
    }

    var what: String
    var subject: String
    var verdict: Verdict
    var message: String
    /// What to do; empty where nothing is to be done.
    var remedy: String
    /// Wrong because a host cannot be reached, or a service is away: not by what the configuration says.
    var isAboutReaching = false
    /// This account may not read the configuration.
    var isDenied = false

    init(_ what: String, _ subject: String, _ verdict: Verdict, _ message: String, remedy: String = "") {
        self.what = what
        self.subject = subject
        self.verdict = verdict
        self.message = message
        self.remedy = remedy
    }

    func aboutReaching() -> Finding {
        var copy = self
        copy.isAboutReaching = true
        return copy
    }

    static func write(_ findings: [Finding], _ format: OutputFormat) throws {
        guard format != .table else { return try Surroundings.current.write(table(findings)) }
        let writer = RowWriter(format, columns: ["what", "subject", "verdict", "message", "remedy"])
        for finding in findings {
            try writer.add([
                .text(finding.what), .text(finding.subject), .text(finding.verdict.rawValue), .text(finding.message),
                .text(finding.remedy),
            ])
        }
        try writer.finish()
    }

    /// Nothing is cut: what is found and what to do about it are sentences, each on a line of its own.
    static func table(_ findings: [Finding]) -> String {
        let rows = findings.map { [$0.verdict.rawValue, $0.what, $0.subject, $0.message].map(VisibleText.of) }
        let heads = ["VERDICT", "WHAT", "SUBJECT", "MESSAGE"]
        let widths = heads.indices.map { column in ([heads] + rows).map { $0[column].count }.max() ?? 0 }
        var text = line(heads, widths)
        for (finding, row) in zip(findings, rows) {
            text += line(row, widths)
            if !finding.remedy.isEmpty {
                text += String(repeating: " ", count: widths[0] + 2) + "-> " + VisibleText.of(finding.remedy) + "\n"
            }
        }
        return text
    }

    private static func line(_ cells: [String], _ widths: [Int]) -> String {
        var text = ""
        for (cell, width) in zip(cells.dropLast(), widths) {
            text += cell + String(repeating: " ", count: width - cell.count + 2)
        }
        return text + (cells.last ?? "") + "\n"
    }
}
