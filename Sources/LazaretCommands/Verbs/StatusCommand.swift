import ActionLog
public import ArgumentParser
import Configuration
import Foundation
import LazaretCore
import LinuxSystem

/// `lazaret status`
public struct StatusCommand: AsyncParsableCommand {
    public static let configuration = CommandConfiguration(
        commandName: "status", abstract: "Is the daemon alive, is it paused, what waits, how much quota is left.")

    @OptionGroup var config: ConfigurationOptions
    @OptionGroup var output: FormatOption

    public init() {}

    public func validate() throws {
        if output.format == .csv { throw ValidationError("status is not a list: use table, json or jsonl") }
    }

    public func run() async throws {
        let configuration = try config.load()
        let now = Surroundings.current.now()
        let report = try await LogAccess.with(configuration, .reader) { log in
            StatusText(
                pid: StateLock.holder(file: configuration.path(of: .lock)), summary: try log.summary(),
                quota: try await QuotaUse.read(configuration, log, at: now), configuration: configuration,
                irregular: InboxLook.irregular(configuration),
                certificates: await CertificateLook.read(
                    configuration, trustedDirectory: ProcessInfo.processInfo.environment["CREDENTIALS_DIRECTORY"],
                    now: now.wall),
                pauseFile: PauseFile.path(configuration),
                now: now.wall)
        }
        try Surroundings.current.write(output.format == .table ? report.table : report.json)
    }
}
