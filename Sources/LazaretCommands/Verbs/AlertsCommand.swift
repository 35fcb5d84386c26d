import ActionLog
public import ArgumentParser

/// `lazaret alerts`
public struct AlertsCommand: ParsableCommand {
    public static let configuration = CommandConfiguration(
        commandName: "alerts", abstract: "List alerts, newest first.",
        discussion: """
            --since and --until are about received_at. Exits 3 where nothing matches. --after takes the alert_key of the last \
            row of the page before.
            """)

    @OptionGroup var config: ConfigurationOptions
    @OptionGroup var output: FormatOption
    @OptionGroup var conditions: AlertConditions
    @OptionGroup var page: PageOptions

    public init() {}

    public func run() throws {
        var filter = conditions.filter
        filter.limit = page.maximum
        filter.after = page.after
        let writer = RowWriter(
            output.format, columns: ActionLog.alertColumns,
            shown: ["alert_key", "outcome", "reason", "alert_id", "severity", "mapping", "source_file", "received_at"],
            expendable: ["mapping", "severity", "received_at", "source_file"], progress: "alerts")
        try LogAccess.with(try config.load(), .reader) { log in
            try log.forEachAlert(filter) { try writer.add($0) }
        }
        try writer.finish()
        if writer.count == 0 { throw CommandFailure(.nothingMatched, "no alert matches") }
    }
}
