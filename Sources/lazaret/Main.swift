import ArgumentParser
import BuildInfo
import Glibc
import LazaretCommands
import LazaretDaemon

@main
struct Main: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "lazaret",
        abstract: "Quarantines files through Microsoft Defender for Endpoint, on the word of alerts.",
        version: "\(Build.version)",
        subcommands: [RunCommand.self, SimulateCommand.self] + LazaretVerbs.all + [
            MappingWorkerCommand.self, ManualCommand.self,
        ])

    /// Here so that it may also stand before the verb; the verbs read it from here then.
    @OptionGroup var config: ConfigurationOptions

    /// Without a verb: help, and a usage error where options stand alone.
    mutating func run() async throws {
        guard CommandLine.arguments.count > 1 else { throw CleanExit.helpRequest(self) }
        throw ValidationError("a verb is missing; `lazaret help` lists them")
    }

    /// ArgumentParser's own main, with our exit codes: a failed verb says why on standard error and nothing else.
    static func main() async {
        do {
            var command = try parseAsRoot()
            if var command = command as? any AsyncParsableCommand {
                try await command.run()
            } else {
                try command.run()
            }
        } catch let failure as CommandFailure {
            fail(failure.description, code: failure.code.rawValue)
        } catch is ClosedPipe {
            // As a shell reports SIGPIPE; there is nobody to tell.
            Glibc.exit(128 + SIGPIPE)
        } catch let failure as DaemonFailure {
            fail(failure.description, code: failure.code.rawValue)
        } catch {
            exit(withError: error)
        }
    }

    private static func fail(_ text: String, code: Int32) -> Never {
        let line = Array("error: \(text)\n".utf8)
        _ = write(STDERR_FILENO, line, line.count)
        Glibc.exit(code)
    }
}
