public import ArgumentParser
import LazaretCore

/// `lazaret retry`
public struct RetryCommand: AsyncParsableCommand {
    public static let configuration = CommandConfiguration(
        commandName: "retry", abstract: "Put finished, unsuccessful actions back in the queue.",
        discussion: """
            They are judged again by every rule but the mode before the POST, and age from now on. --sha1 and --all are about \
            what failed: failed, timed_out, refused, expired. What was denied, cancelled or a dry run is retried by name alone. \
            With policy.mode approve and policy.approvalByOther they are held, for another person to approve. Exits 1 where one \
            has succeeded or is not finished, or where another action for its machine and file is open; 3 where none matches.
            """)

    @OptionGroup var options: DecisionOptions

    public init() {}

    public func run() async throws {
        try await DecisionRun(.retry, options).run()
    }
}
