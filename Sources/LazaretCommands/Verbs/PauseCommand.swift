import ActionLog
public import ArgumentParser
import Configuration
import LazaretCore

/// `lazaret pause`
public struct PauseCommand: AsyncParsableCommand {
    public static let configuration = CommandConfiguration(
        commandName: "pause", abstract: "The kill switch: nothing more is submitted, until resume.",
        discussion: """
            In force within a second, and after every restart. Intake, tracking and cancelling go on. Where it is paused \
            already it says since when and by whom, and exits 0. A script without this program can put a file named pause into \
            the state directory instead.
            """)

    @OptionGroup var options: ChangeOptions

    public init() {}

    public func run() async throws {
        let configuration: Configuration
        do { configuration = try options.config.load() } catch let failure as CommandFailure
            where failure.code == .badConfiguration
        {
            throw CommandFailure(
                failure.code,
                "\(failure)\nmeanwhile a file named \(StateFile.pause.rawValue) in the state directory pauses as well")
        }
        let surroundings = Surroundings.current
        let report: KillSwitchReport
        do {
            report = try await LogAccess.with(configuration, .writer) { log in
                let changed = try await log.setKillSwitch(
                    on: options.person.comment.isEmpty ? Reason.byOperator.rawValue : options.person.comment,
                    actor: surroundings.login,
                    comment: options.person.comment, at: surroundings.now())
                return KillSwitchReport(changed: changed, pause: try await log.killSwitch())
            }
        } catch let failure as CommandFailure where failure.code != .noPermission {
            // Who wants to stop everything is told what works without the action log.
            throw CommandFailure(
                failure.code, "\(failure); meanwhile `touch \(configuration.path(of: .pause))` pauses as well")
        }
        if report.changed { Wakeup.ring(configuration) }
        try report.write(options.output.format)
    }
}
