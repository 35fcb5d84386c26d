import ArgumentParser
import BuildInfo
import Foundation
import LazaretCommands

/// `lazaret manual DIRECTORY`: for packages, and so not shown. The completions come from `--generate-completion-script`.
struct ManualCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "manual", abstract: "Internal: write the manual pages into a directory.", shouldDisplay: false)

    @Argument(help: "The directory; made where it is missing.")
    var directory: String

    func run() throws {
        let pages = try ManualPages(dump: Main._dumpHelp(), version: Build.version).pages
        do {
            try FileManager.default.createDirectory(atPath: directory, withIntermediateDirectories: true)
            for page in pages {
                try page.text.write(toFile: directory + "/" + page.name, atomically: true, encoding: .utf8)
            }
        } catch {
            throw CommandFailure(.cannotCreate, "\(directory): \(error.localizedDescription)")
        }
    }
}
