import ActionLog
public import ArgumentParser

/// `lazaret restore-sheet`
public struct RestoreSheetCommand: ParsableCommand {
    public static let configuration = CommandConfiguration(
        commandName: "restore-sheet",
        abstract: "What was quarantined where, when and why, and the local command that restores it.",
        discussion: """
            Of quarantines that succeeded, machine by machine; --since and --until are about finished_at. There is no API that \
            undoes a quarantine: each machine is restored on the machine. Exits 3 where nothing matches.
            """)

    @OptionGroup var config: ConfigurationOptions
    @OptionGroup var output: FormatOption
    @Option(help: "A machine's id or DNS name.")
    var machine: String?
    @Option(help: "A file's SHA-1.")
    var sha1: String?
    @Option(help: "A tenant's name.")
    var tenant: String?
    @OptionGroup var period: PeriodOptions

    public init() {}

    public func run() throws {
        var filter = QuarantineFilter()
        filter.machine = machine
        filter.sha1 = sha1
        filter.tenant = tenant
        filter.since = period.start
        filter.until = period.end
        let count = try LogAccess.with(try config.load(), .reader) { log in
            output.format == .table ? try sheet(log, filter) : try rows(log, filter)
        }
        if count == 0 { throw CommandFailure(.nothingMatched, "no successful quarantine matches") }
    }

    private func sheet(_ log: ActionLog, _ filter: QuarantineFilter) throws -> Int {
        var sheet = RestoreSheet()
        try log.forEachQuarantine(filter) { try sheet.add($0) }
        try sheet.finish()
        return sheet.count
    }

    private func rows(_ log: ActionLog, _ filter: QuarantineFilter) throws -> Int {
        let writer = RowWriter(
            output.format, columns: ActionLog.quarantineColumns + ["restore_command", "caveats"],
            progress: "quarantines")
        let extra: [Cell] = [.text(RestoreSheet.command), .text(RestoreSheet.caveats.joined(separator: " "))]
        try log.forEachQuarantine(filter) { try writer.add($0 + extra) }
        try writer.finish()
        return writer.count
    }
}
