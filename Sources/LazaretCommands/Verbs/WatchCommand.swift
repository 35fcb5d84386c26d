import ActionLog
public import ArgumentParser
import Configuration
import LazaretCore

/// `lazaret watch`
public struct WatchCommand: ParsableCommand {
    public static let configuration = CommandConfiguration(
        commandName: "watch", abstract: "Follow transitions live.",
        discussion: """
            One line an event, as it is written; from now on, or from --after. SIGINT (Ctrl-C) and SIGTERM end it with 0, as \
            does a pipe that nobody reads any more. Works while the daemon is stopped, too. csv and jsonl come line by line; \
            json is one array, whole when it ends.
            """)

    @OptionGroup var config: ConfigurationOptions
    @OptionGroup var output: FormatOption
    @OptionGroup var conditions: EventConditions
    @Option(help: ArgumentHelp("Begin after this event; 0 is the whole history.", valueName: "event_id"))
    var after: Int64?
    @Option(help: ArgumentHelp("End after so many events.", valueName: "count"))
    var limit: Int?

    public init() {}

    public func validate() throws {
        if let limit, limit < 1 { throw ValidationError("--limit must be positive") }
    }

    public func run() throws {
        let configuration = try config.load()
        do { try follow(configuration) } catch is ClosedPipe { return }
    }

    private func follow(_ configuration: Configuration) throws {
        try LogAccess.with(configuration, .reader) { log in
            // Before the first look, so that nothing falls between the two.
            let hints = ChangeHints(
                directory: configuration.stateDirectory, file: StateFile.actionLog.rawValue + "-wal")
            var filter = conditions.filter
            filter.after = try after ?? log.lastEvent()
            let writer = EventWriter(output.format)
            repeat {
                filter.limit = limit.map { $0 - writer.count }
                let last = try log.lastEvent()
                try log.forEachEvent(filter) { try writer.add($0) }
                // Up to here everything was seen, whether or not it matched.
                filter.after = max(filter.after, last, writer.lastEvent)
                try writer.flush()
            } while limit.map { writer.count < $0 } ?? true && hints.wait()
            try writer.finish()
        }
    }
}
