public import ArgumentParser
public import Configuration
import Foundation

/// `--config FILE`, else `$LAZARET_CONFIG`, else `/etc/lazaret/lazaret.yaml`.
public struct ConfigurationOptions: ParsableArguments {
    @Option(name: .customLong("config"), help: ArgumentHelp("The configuration file.", valueName: "file"))
    var file: String?

    public init() {}

    public var path: String {
        if let file { return file }
        // Set to nothing it is not set, as with other variables.
        let variable = ProcessInfo.processInfo.environment["LAZARET_CONFIG"] ?? ""
        return variable.isEmpty ? "/etc/lazaret/lazaret.yaml" : variable
    }

    /// Throws ``CommandFailure`` with code 78 and every problem; with 77 where the file may not be read.
    public func load() throws -> Configuration {
        do {
            return try Configuration.load(file: path, environment: ProcessInfo.processInfo.environment)
        } catch {
            throw CommandFailure(error.isDenied ? .noPermission : .badConfiguration, "\(error)")
        }
    }
}
