import ArgumentParser
import Foundation
import LazaretCommands
import LazaretDaemon
import LinuxSystem

/// `lazaret run`
struct RunCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "run", abstract: "The daemon, in the foreground.",
        discussion: """
            SIGTERM ends it in good order within ten seconds, a second one at once; SIGHUP reloads the configuration. Exit \
            codes: 78 bad configuration, 77 it may not be read, 75 another daemon runs on the state directory (or has taken \
            over) or another program holds the action log, 74 the action log cannot be opened or written, 73 a directory \
            cannot be made, 69 the HTTP port is taken or the action log is a newer version's or another program's.
            """)

    @OptionGroup var config: ConfigurationOptions

    func run() async throws {
        // Before the first credential is read.
        try CoreFiles.forbid()
        let daemon = try await Daemon.start(
            configurationFile: config.path, environment: ProcessInfo.processInfo.environment)
        let code = await daemon.run()
        if code != 0 { throw ExitCode(code) }
    }
}
