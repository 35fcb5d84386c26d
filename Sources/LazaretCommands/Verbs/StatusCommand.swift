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
        let log = try LogAccess.open(configuration, .reader)
        let time = SystemTimeSource()
        let report: StatusText
        do {
            report = StatusText(
                pid: StateLock.holder(file: configuration.stateDirectory + "/lock"), summary: try log.summary(),
                quota: try await QuotaUse.read(configuration, log, at: time.now()), configuration: configuration,
                irregular: InboxLook.irregular(configuration), now: time.now().wall)
        } catch let error as ActionLogError {
            throw LogAccess.failure(error, configuration)
        }
        try StandardOutput.write(output.format == .table ? report.table : report.json)
    }
}
