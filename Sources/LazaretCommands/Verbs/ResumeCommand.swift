import ActionLog
public import ArgumentParser

/// `lazaret resume`
public struct ResumeCommand: AsyncParsableCommand {
    public static let configuration = CommandConfiguration(
        commandName: "resume", abstract: "Take back pause: submitting goes on.",
        discussion: """
            While the file pause lies in the state directory nothing is changed: it pauses too, so remove it first (exit 1). \
            Where it is not paused it says so, and exits 0.
            """)

    @OptionGroup var options: ChangeOptions

    public init() {}

    public func run() async throws {
        let configuration = try options.config.load()
        let surroundings = Surroundings.current
        if let file = PauseFile.path(configuration) {
            throw CommandFailure(
                .failed, "still paused: \(PauseFile.reason(file)); remove it, then resume again. Nothing was changed")
        }
        let report = try await LogAccess.with(configuration, .writer) { log in
            let before = try await log.killSwitch()
            let changed = try await log.setKillSwitch(
                on: nil, actor: surroundings.login, comment: options.person.comment, at: surroundings.now())
            return KillSwitchReport(changed: changed, pause: try await log.killSwitch(), before: before)
        }
        if report.changed { Wakeup.ring(configuration) }
        try report.write(options.output.format)
    }
}
