import ActionLog
public import ArgumentParser
import Foundation

/// `lazaret backup FILE`
public struct BackupCommand: AsyncParsableCommand {
    public static let configuration = CommandConfiguration(
        commandName: "backup", abstract: "A consistent copy of the action log, while the daemon runs.",
        discussion: """
            The copy is compact, has mode 0640, and is on the disk when this returns; where it fails no file is left. A file \
            that exists is not overwritten (exit 73). To restore: stop the daemon, put the copy in the place of actions.db, \
            remove actions.db-wal and actions.db-shm, start the daemon.
            """)

    @OptionGroup var config: ConfigurationOptions
    @Argument(help: ArgumentHelp("The file to make.", valueName: "file"), completion: .file())
    var file: String

    public init() {}

    public func run() async throws {
        let path = URL(fileURLWithPath: file).path
        let progress = Progress("copying")
        defer { progress.finish() }
        try await LogAccess.with(try config.load(), .reader) { log in
            do {
                try await log.backup(to: path)
            } catch ActionLogError.cannotOpen(let text), ActionLogError.readOnly(let text) {
                throw CommandFailure(.cannotCreate, "\(text); name a file that is not there yet")
            } catch ActionLogError.full(let text), ActionLogError.inputOutput(let text) {
                throw CommandFailure(.inputOutput, "\(path): \(text); no copy was made")
            }
        }
    }
}
