public import ArgumentParser
import LazaretCore

/// `lazaret cancel`
public struct CancelCommand: AsyncParsableCommand {
    public static let configuration = CommandConfiguration(
        commandName: "cancel",
        abstract: "Cancel open actions: before sending here, after sending with Defender's cancel call.",
        discussion: """
            Held and queued actions become cancelled at once. For what has left, or may have (sending, unconfirmed, submitted), \
            the daemon makes Defender's cancel call as soon as Defender is known to have the action; should the POST turn out \
            not to have arrived, the action is cancelled instead of sent again. A daemon that is stopped does so when it is \
            started. Whether Defender can still cancel is told by the action's state. Exits 1 where one is finished, 3 where \
            none matches.
            """)

    @OptionGroup var options: DecisionOptions

    public init() {}

    public func run() async throws {
        try await DecisionRun(.cancel, options).run()
    }
}
