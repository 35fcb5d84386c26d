public import ArgumentParser
import LazaretCore

/// `lazaret deny`
public struct DenyCommand: AsyncParsableCommand {
    public static let configuration = CommandConfiguration(
        commandName: "deny", abstract: "Refuse actions that have not left: held or queued ones become denied.",
        discussion: """
            --sha1 and --all are about what is held; a queued action is denied by name. What has left is a case for cancel, and \
            what is finished stays as it is (exit 1). Exits 3 where no action matches.
            """)

    @OptionGroup var options: DecisionOptions

    public init() {}

    public func run() async throws {
        try await DecisionRun(.deny, options).run()
    }
}
