/// One line of the report.
struct IntakeRun {
    let files: Int
    private let name: String
    private let duration: Duration
    private let before: ProcessUse
    private let after: ProcessUse

    init(_ name: String, _ files: Int, _ duration: Duration, _ before: ProcessUse, _ after: ProcessUse) {
        self.name = name
        self.files = files
        self.duration = duration
        self.before = before
        self.after = after
    }

    static let header = """
        \(Report.line([("", 20), ("", -8), ("", -8), ("", -8), ("processor µs a file", -38), ("peak MB", -18)]))
        \(Report.line([("run", 20), ("files", -8), ("seconds", -8), ("files/s", -8), ("daemon", -9), ("kernel", -9),
            ("workers", -9), ("kernel", -8), ("daemon", -9), ("workers", -8)]))
        """

    var line: String {
        let seconds = duration / .seconds(1)
        func each(_ later: Double, _ earlier: Double) -> String {
            String(Int(((later - earlier) * 1e6 / Double(max(1, files))).rounded()))
        }
        return Report.line([
            (name, 20), (String(files), -8), (tenths(seconds), -8), (String(Int(Double(files) / seconds)), -8),
            (each(after.user, before.user), -9), (each(after.system, before.system), -9),
            (each(after.workerUser, before.workerUser), -9), (each(after.workerSystem, before.workerSystem), -8),
            (tenths(after.peakMemory), -9), (tenths(after.workerPeakMemory), -8),
        ])
    }

    private func tenths(_ number: Double) -> String { String((number * 10).rounded() / 10) }
}
