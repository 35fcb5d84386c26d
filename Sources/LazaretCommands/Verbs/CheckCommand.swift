import AlertMapping
public import ArgumentParser
import Configuration
import Connecting
import DefenderAPI
import Foundation
import LazaretCore

/// `lazaret check`
public struct CheckCommand: AsyncParsableCommand {
    public static let configuration = CommandConfiguration(
        commandName: "check", abstract: "Validate configuration, mappings, lists and credentials.",
        discussion: "Exits 78 where anything is wrong. Changes nothing.")

    @OptionGroup var config: ConfigurationOptions
    @OptionGroup var output: FormatOption

    @Flag(help: "Also sign in, read the token's roles, and make one harmless read call.")
    var online = false

    public init() {}

    public func run() async throws {
        let findings = await findings()
        try Finding.write(findings, output.format)
        if findings.contains(where: { $0.verdict == .wrong }) {
            throw CommandFailure(.badConfiguration, "the configuration cannot be run as it is")
        }
    }

    private func findings() async -> [Finding] {
        let configuration: Configuration
        do {
            configuration = try Configuration.load(
                file: config.path, environment: ProcessInfo.processInfo.environment)
        } catch {
            return error.problems.map { Finding("configuration", $0.file, .wrong, $0.description) }
        }
        var findings = [Finding("configuration", config.path, .ok, "valid")]
        findings += lists(configuration)
        findings += await mappings(configuration)
        findings += await credentials(configuration)
        findings += lookups(configuration)
        if online { findings += await OnlineCheck(configuration: configuration).run() }
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

    private func credentials(_ configuration: Configuration) async -> [Finding] {
        var findings: [Finding] = []
        for tenant in configuration.tenants {
            let store = CredentialStore(
                Credential(tenant.credential),
                trustedDirectory: ProcessInfo.processInfo.environment["CREDENTIALS_DIRECTORY"])
            do {
                let facts = try await store.inspect()
                let expiry = facts.certificateNotAfter.map { ", valid until \($0)" } ?? ""
                findings.append(Finding("credential", tenant.name, .ok, facts.kind + expiry))
            } catch {
                findings.append(Finding("credential", tenant.name, .wrong, "\(error)"))
            }
        }
        return findings
    }

    /// What is asked of Defender before acting; whether the roles for it are granted, `--online` tells.
    private func lookups(_ configuration: Configuration) -> [Finding] {
        let rules = configuration.policy.rules.lookups
        let roles = [(rules.asksMachine, "Machine.Read.All"), (rules.asksFile, "File.Read.All")].filter(\.0).map(\.1)
        let message = roles.isEmpty ? "nothing is asked before acting" : "needs " + roles.joined(separator: " and ")
        return [Finding("lookups", rules.scope.rawValue, .ok, message)]
    }
}
