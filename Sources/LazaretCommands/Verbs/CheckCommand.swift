import AlertMapping
public import ArgumentParser
import Configuration
import Foundation
import LazaretCore

/// `lazaret check`
public struct CheckCommand: AsyncParsableCommand {
    public static let configuration = CommandConfiguration(
        commandName: "check", abstract: "Validate configuration, mappings, lists and credentials.",
        discussion: """
            Exits 78 where anything is wrong, 77 where the configuration may not be read, 69 where all that is wrong is that a \
            host cannot be reached. Changes nothing.
            """)

    @OptionGroup var config: ConfigurationOptions
    @OptionGroup var output: FormatOption

    @Flag(help: "Also connect, sign in, read the token's audience and roles, and make one harmless read call.")
    var online = false

    public init() {}

    public func run() async throws {
        let findings = await findings()
        try Finding.write(findings, output.format)
        let wrong = findings.filter { $0.verdict == .wrong }
        guard !wrong.isEmpty else { return }
        guard !wrong.contains(where: \.isDenied) else {
            throw CommandFailure(.noPermission, "run it as an account that may read the configuration")
        }
        guard wrong.contains(where: { !$0.isAboutReaching }) else {
            throw CommandFailure(.unavailable, "not every host can be reached")
        }
        throw CommandFailure(.badConfiguration, "the configuration cannot be run as it is")
    }

    private func findings() async -> [Finding] {
        let configuration: Configuration
        do {
            configuration = try Configuration.load(
                file: config.path, environment: ProcessInfo.processInfo.environment)
        } catch {
            return error.problems.map { problem in
                var finding = Finding("configuration", problem.file, .wrong, problem.description)
                finding.isDenied = error.isDenied
                return finding
            }
        }
        var findings = [Finding("configuration", config.path, .ok, "valid")]
        findings += lists(configuration)
        findings += await mappings(configuration)
        findings += TransportCheck.findings(configuration, trustedDirectory: trustedDirectory)
        findings += await CredentialCheck.findings(
            configuration, trustedDirectory: trustedDirectory, now: Surroundings.current.now().wall)
        findings += lookups(configuration)
        if online {
            findings += await OnlineCheck.run(configuration, environment: ProcessInfo.processInfo.environment)
        }
        return findings
    }

    private func lists(_ configuration: Configuration) -> [Finding] {
        let policy = configuration.policy
        do {
            let rules = try ProtectedLists.rules(
                of: policy, maximumOrdersPerFile: configuration.mapping.maximumOrdersPerFile)
            return [
                Finding(
                    "protected files", policy.protectedFiles ?? "none", .ok, "\(rules.protectedFiles.count) hashes"),
                Finding(
                    "protected machines", policy.protectedMachines ?? "none", .ok,
                    "\(rules.protectedMachines.ids.count) ids, \(rules.protectedMachines.nameGlobs.count) patterns"),
            ]
        } catch {
            return error.problems.map { Finding("protected lists", $0.file, .wrong, $0.description) }
        }
    }

    /// Compiled where they will run: in a sandboxed worker.
    private func mappings(_ configuration: Configuration) async -> [Finding] {
        do {
            let pool = try MappingAccess.pool(configuration)
            try await pool.start()
            await pool.shutdown()
            return configuration.mapping.order.map { Finding("mapping", $0, .ok, "compiles") }
        } catch let error as MappingPoolError {
            if case .programs(let problems) = error {
                return problems.map { Finding("mapping", $0.program, .wrong, "\($0)") }
            }
            return [Finding("mapping", "", .wrong, "\(error)")]
        } catch {
            return [Finding("mapping", configuration.mapping.directory, .wrong, "\(error)")]
        }
    }

    private var trustedDirectory: String? { ProcessInfo.processInfo.environment["CREDENTIALS_DIRECTORY"] }

    /// What is asked of Defender before acting; whether the roles for it are granted, `--online` tells.
    private func lookups(_ configuration: Configuration) -> [Finding] {
        let rules = configuration.policy.rules.lookups
        let roles = [(rules.asksMachine, "Machine.Read.All"), (rules.asksFile, "File.Read.All")].filter(\.0).map(\.1)
        let message = roles.isEmpty ? "nothing is asked before acting" : "needs " + roles.joined(separator: " and ")
        return [Finding("lookups", rules.scope.rawValue, .ok, message)]
    }
}
