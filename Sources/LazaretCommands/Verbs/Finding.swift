import ActionLog

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

    init(_ what: String, _ subject: String, _ verdict: Verdict, _ message: String) {
        self.what = what
        self.subject = subject
        self.verdict = verdict
        self.message = message
    }

    static func write(_ findings: [Finding], _ format: OutputFormat) throws {
        let writer = RowWriter(format, columns: ["what", "subject", "verdict", "message"])
        for finding in findings {
            try writer.add([
                .text(finding.what), .text(finding.subject), .text(finding.verdict.rawValue), .text(finding.message),
            ])
        }
        try writer.finish()
    }
}
