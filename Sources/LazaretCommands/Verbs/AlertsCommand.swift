import ActionLog
public import ArgumentParser
import LazaretCore
import LinuxSystem

/// `lazaret alerts`
public struct AlertsCommand: ParsableCommand {
    public static let configuration = CommandConfiguration(
        commandName: "alerts", abstract: "List alerts, newest first.",
        discussion: "Exits 3 where nothing matches. --after takes the alert_key of the last row of the page before.")

    @OptionGroup var config: ConfigurationOptions
    @OptionGroup var output: FormatOption

    @Option(help: "mapped, skipped, duplicate or rejected.")
    var outcome: String?
    @Option(help: "Received since: RFC 3339, a date, or 24h, 30d.")
    var since: TimeArgument?
    @Option(help: "Received before.")
    var until: TimeArgument?
    @Option(help: "A tenant's name.")
    var tenant: String?
    @Option(help: "At most so many rows; 0 is all.")
    var limit: Int = 50
    @Option(help: "Continue after this alert_key.")
    var after: Int64?

    public init() {}

    public func validate() throws {
        if let outcome, !["mapped", "skipped", "duplicate", "rejected"].contains(outcome) {
            throw ValidationError("--outcome is one of mapped, skipped, duplicate, rejected")
        }
        if limit < 0 { throw ValidationError("--limit must not be negative") }
    }

    public func run() throws {
        let log = try LogAccess.open(try config.load(), .reader)
        let now = SystemTimeSource().now().wall
        var filter = AlertFilter()
        filter.outcome = outcome
        filter.since = since?.instant(now: now)
        filter.until = until?.instant(now: now)
        filter.tenant = tenant
        filter.limit = limit == 0 ? nil : limit
        filter.after = after
        let writer = RowWriter(
            output.format, columns: ActionLog.alertColumns,
            shown: ["alert_key", "outcome", "reason", "alert_id", "severity", "mapping", "source_file", "received_at"])
        try log.forEachAlert(filter) { try writer.add($0) }
        try writer.finish()
        if writer.count == 0 { throw CommandFailure(.nothingMatched, "no alert matches") }
    }
}
