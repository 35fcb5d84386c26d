import ActionLog
public import ArgumentParser

/// `lazaret actions`
public struct ActionsCommand: ParsableCommand {
    public static let configuration = CommandConfiguration(
        commandName: "actions", abstract: "List actions, newest first.",
        discussion: """
            --since and --until are about created_at. Exits 3 where nothing matches. --after takes the action_id of the last \
            row of the page before.
            """)

    @OptionGroup var config: ConfigurationOptions
    @OptionGroup var output: FormatOption
    @OptionGroup var conditions: ActionConditions
    @OptionGroup var page: PageOptions

    public init() {}

    public func run() throws {
        var filter = conditions.filter
        filter.limit = page.maximum
        filter.after = page.after
        let writer = RowWriter(
            output.format, columns: ActionLog.actionColumns,
            shown: [
                "action_id", "state", "reason", "status", "machine_name", "machine_id", "sha1", "file_name", "attempts",
                "updated_at",
            ], expendable: ["attempts", "status", "machine_name", "file_name", "updated_at"],
            progress: "actions")
        try LogAccess.with(try config.load(), .reader) { log in
            try log.forEachAction(filter) { try writer.add($0) }
        }
        try writer.finish()
        if writer.count == 0 { throw CommandFailure(.nothingMatched, "no action matches") }
    }
}
