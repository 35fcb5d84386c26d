public import ArgumentParser
import LazaretCore

/// `lazaret approve`
public struct ApproveCommand: AsyncParsableCommand {
    public static let configuration = CommandConfiguration(
        commandName: "approve",
        abstract: "Let held actions go: they are queued, and limits, canary and mode do not hold them again.",
        discussion: """
            Protected files and machines, and the age of the alert, are judged again before the POST. --sha1 and --all are \
            about what is held. With policy.approvalByOther, who retried an action may not approve it (exit 77). Exits 3 where \
            no action matches, 1 where one is not held.
            """)

    @OptionGroup var options: DecisionOptions

    public init() {}

    public func run() async throws {
        try await DecisionRun(.approve, options).run()
    }
}
