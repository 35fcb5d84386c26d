import ActionLog
public import ArgumentParser

/// `lazaret export actions|alerts|events`
public struct ExportCommand: ParsableCommand {
    public static let configuration = CommandConfiguration(
        commandName: "export", abstract: "Actions, alerts or events as csv, json or jsonl, oldest first.",
        discussion: """
            Streams in one snapshot: however long it takes, it is the log of one moment, and the memory it needs does not grow. \
            Exits 3 where nothing matches.
            """,
        subcommands: [ExportActions.self, ExportAlerts.self, ExportEvents.self])

    public init() {}

    public func run() throws { throw ValidationError("say what to export: actions, alerts or events") }
}

struct ExportActions: ParsableCommand {
    static let configuration = CommandConfiguration(commandName: "actions", abstract: "Rows of machine_actions.")

    @OptionGroup var config: ConfigurationOptions
    @OptionGroup var export: ExportOptions
    @OptionGroup var conditions: ActionConditions

    func run() throws {
        var filter = conditions.filter
        filter.ascending = true
        try LogAccess.with(try config.load(), .reader) { log in
            try export.write(ActionLog.actionColumns) { add in try log.forEachAction(filter, add) }
        }
    }
}

struct ExportAlerts: ParsableCommand {
    static let configuration = CommandConfiguration(commandName: "alerts", abstract: "Rows of alerts.")

    @OptionGroup var config: ConfigurationOptions
    @OptionGroup var export: ExportOptions
    @OptionGroup var conditions: AlertConditions

    func run() throws {
        var filter = conditions.filter
        filter.ascending = true
        try LogAccess.with(try config.load(), .reader) { log in
            try export.write(ActionLog.alertColumns) { add in try log.forEachAlert(filter, add) }
        }
    }
}

struct ExportEvents: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "events", abstract: "Rows of events: the whole history, hashes included.")

    @OptionGroup var config: ConfigurationOptions
    @OptionGroup var export: ExportOptions
    @OptionGroup var conditions: EventConditions
    @OptionGroup var period: PeriodOptions
    @Option(help: ArgumentHelp("Continue after this event.", valueName: "event_id"))
    var after: Int64 = 0

    func run() throws {
        var filter = conditions.filter
        filter.since = period.start
        filter.until = period.end
        filter.after = after
        try LogAccess.with(try config.load(), .reader) { log in
            try export.write(ActionLog.eventColumns) { add in try log.forEachEvent(filter, add) }
        }
    }
}
