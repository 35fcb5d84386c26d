import ActionLog
public import ArgumentParser
import Configuration
import LazaretCore

/// `lazaret prune`
public struct PruneCommand: AsyncParsableCommand {
    public static let configuration = CommandConfiguration(
        commandName: "prune", abstract: "Apply retention.actions now.",
        discussion: """
            Removes actions that finished before then, with their attempts, alerts and events. Never an action that is not \
            finished. The event chain stays verifiable: a checkpoint takes the place of what went. Files of accepted, rejected \
            and outbox have a retention of their own, which the daemon sees to.
            """)

    @OptionGroup var options: ChangeOptions

    public init() {}

    public func run() async throws {
        let configuration = try options.config.load()
        let surroundings = Surroundings.current
        guard let retention = configuration.retention.actions else {
            return try write(nil, sentence: "retention.actions is 0: everything is kept")
        }
        let cutoff = surroundings.now().wall - retention
        let progress = Progress("removed")
        defer { progress.finish() }
        let pruned = try await LogAccess.with(configuration, .writer, hasChanged: { progress.count > 0 }) { log in
            try await log.prune(
                before: cutoff, actor: surroundings.login, comment: options.person.comment,
                progress: { step in
                    let sum = step.sum
                    progress.count = sum.actions + sum.alerts + sum.attempts + sum.files + sum.events
                },
                at: surroundings.now)
        }
        progress.finish()
        try write(
            pruned,
            sentence: """
                removed what finished before \(cutoff): actions \(pruned.actions), alerts \(pruned.alerts), attempts \
                \(pruned.attempts), files \(pruned.files), events \(pruned.events)
                """)
    }

    private func write(_ pruned: Pruned?, sentence: String) throws {
        try FactsText(
            columns: ["actions", "alerts", "attempts", "files", "events"],
            row: [\.actions, \.alerts, \.attempts, \.files, \.events].map { (count: KeyPath<Pruned, Int>) in
                .integer(Int64(pruned?[keyPath: count] ?? 0))
            }
        ).write(options.output.format, sentence: sentence)
    }
}
