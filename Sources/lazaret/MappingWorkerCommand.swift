import AlertMapping
import ArgumentParser

/// What the daemon starts as its sandboxed children; of no use to people, and so not shown to them.
struct MappingWorkerCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "mapping-worker", abstract: "Internal: a mapping worker of the daemon.", shouldDisplay: false)

    func run() throws {
        throw ExitCode(mappingWorkerMain())
    }
}
