import ActionLog
public import ArgumentParser
import LazaretCore
import LinuxSystem

/// `lazaret actions`
public struct ActionsCommand: ParsableCommand {
    public static let configuration = CommandConfiguration(
        commandName: "actions", abstract: "List actions, newest first.",
        discussion: "Exits 3 where nothing matches. --after takes the action_id of the last row of the page before.")

    @OptionGroup var config: ConfigurationOptions
    @OptionGroup var output: FormatOption

    @Option(parsing: .singleValue, help: "Only these states (may be given more than once, or with commas).")
    var state: [String] = []
    @Option(help: "Defender's status: Pending, InProgress, Succeeded, Failed, TimeOut, Cancelled.")
    var status: String?
    @Option(help: "A machine's id or DNS name.")
    var machine: String?
    @Option(help: "A file's SHA-1.")
    var sha1: String?
    @Option(help: "The producer's id of an alert.")
    var alert: String?
    @Option(help: "A tenant's name.")
    var tenant: String?
    @Option(help: "Created since: RFC 3339, a date, or 24h, 30d.")
    var since: TimeArgument?
    @Option(help: "Created before.")
    var until: TimeArgument?
    @Option(help: "At most so many rows; 0 is all.")
    var limit: Int = 50
    @Option(help: "Continue after this action_id.")
    var after: Int64?

    public init() {}

    public func validate() throws {
        for word in states where ActionState(rawValue: word) == nil {
            let known = ActionState.allCases.map(\.rawValue).joined(separator: ", ")
            throw ValidationError("there is no state \"\(word)\"; the states are \(known)")
        }
        if limit < 0 { throw ValidationError("--limit must not be negative") }
    }

    public func run() throws {
        let configuration = try config.load()
        let log = try LogAccess.open(configuration, .reader)
        let now = SystemTimeSource().now().wall
        var filter = ActionFilter()
        filter.states = states
        filter.status = status
        filter.machine = machine
        filter.sha1 = sha1
        filter.alert = alert
        filter.tenant = tenant
        filter.since = since?.instant(now: now)
        filter.until = until?.instant(now: now)
        filter.limit = limit == 0 ? nil : limit
        filter.after = after
        let writer = RowWriter(
            output.format, columns: ActionLog.actionColumns,
            shown: [
                "action_id", "state", "reason", "status", "machine_name", "machine_id", "sha1", "file_name", "attempts",
                "updated_at",
            ])
        try log.forEachAction(filter) { try writer.add($0) }
        try writer.finish()
        if writer.count == 0 { throw CommandFailure(.nothingMatched, "no action matches") }
    }

    private var states: [String] { state.flatMap { $0.split(separator: ",").map(String.init) } }
}
