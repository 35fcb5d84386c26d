import ActionLog
import AlertMapping
public import ArgumentParser
import Configuration
import Foundation
import Glibc
import LazaretCore

/// `lazaret explain FILE…`
public struct ExplainCommand: AsyncParsableCommand {
    public static let configuration = CommandConfiguration(
        commandName: "explain", abstract: "What an alert would become. Records and sends nothing.",
        discussion: """
            For each file: the mapping that took it, each triple, each rule with its verdict, the rule that decided. Repeats \
            and limits are judged against the action log as it is now (an empty one where there is none yet) and what the file itself \
            would make before; each file as if it came alone. Exits 0 whatever the verdicts; 1 \
            where a file could not be read or is refused as JSON.
            """)

    @OptionGroup var config: ConfigurationOptions
    @OptionGroup var output: FormatOption

    @Argument(help: "Alert files; - is standard input.")
    var files: [String]

    public init() {}

    public func validate() throws {
        if output.format == .csv { throw ValidationError("explain is not a list: use table, json or jsonl") }
    }

    public func run() async throws {
        let configuration = try config.load()
        let rules: PolicyRules
        let pool: MappingWorkerPool
        do {
            rules = try ProtectedLists.rules(
                of: configuration.policy, maximumOrdersPerFile: configuration.mapping.maximumOrdersPerFile)
            pool = try MappingAccess.pool(configuration)
            try await pool.start()
        } catch {
            throw CommandFailure(.badConfiguration, "\(error)")
        }
        var explained: [ExplainedFile] = []
        let explainer = Explainer(
            rules: IntakeRules(policy: rules, tenants: configuration.tenantDirectory),
            log: try openLog(configuration), now: Surroundings.current.now().wall)
        let progress = Progress("explained", of: files.count)
        defer { progress.finish() }
        for file in files {
            explained.append(try explainer.explain(file, try await map(file, configuration, pool)))
            progress.count += 1
        }
        await pool.shutdown()
        progress.finish()
        try write(explained)
        if explained.contains(where: \.isUnreadable) { throw ExitCode(CommandFailure.Code.failed.rawValue) }
    }

    /// Where the daemon has never run, repeats and limits are judged as on its first day.
    private func openLog(_ configuration: Configuration) throws -> ActionLog {
        // Not where it may only not be looked at: that would be judged as if nothing had ever happened.
        if access(configuration.databasePath, F_OK) != 0, errno == ENOENT { return try ActionLog.empty() }
        return try LogAccess.open(configuration, .reader)
    }

    private func map(
        _ file: String, _ configuration: Configuration, _ pool: MappingWorkerPool
    ) async throws -> MappedFile {
        let maximum = configuration.inbox.maximumFileSize
        let content =
            try file == "-"
            ? AlertFileContent.of(FileHandle.standardInput.readToEnd() ?? Data(), maximum: maximum)
            : AlertFileContent.of(file, maximum: maximum)
        switch content {
        case .failure(let refusal): return MappedFile(refusal: refusal)
        case .success(let bytes): return try await pool.map(bytes, name: file)
        }
    }

    private func write(_ explained: [ExplainedFile]) throws {
        switch output.format {
        case .json: try Surroundings.current.write("[" + explained.map(\.json).joined(separator: ",\n") + "]\n")
        case .jsonl: for file in explained { try Surroundings.current.write(file.json + "\n") }
        case .table, .csv: for file in explained { try Surroundings.current.write(file.text) }
        }
    }
}
