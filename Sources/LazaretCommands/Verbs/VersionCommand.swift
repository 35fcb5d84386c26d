public import ArgumentParser
import BuildInfo
import CCurl
import GRDBSQLite
import LazaretCore

/// `lazaret version`
public struct VersionCommand: ParsableCommand {
    public static let configuration = CommandConfiguration(
        commandName: "version", abstract: "Version, commit and the versions of the linked libraries.")

    /// As every verb takes it; not read.
    @OptionGroup var config: ConfigurationOptions
    @OptionGroup var output: FormatOption

    public init() {}

    public func run() throws {
        let facts = [
            ("version", Build.version), ("commit", Build.commit), ("libcurl", Self.curl), ("sqlite", Self.sqlite),
            ("libjq", LinkedJQ.version),
        ]
        switch output.format {
        case .table: for (name, value) in facts { try Surroundings.current.write("\(name) \(value)\n") }
        case .csv:
            try Surroundings.current.write(CSVText.line(facts.map(\.0)) + CSVText.line(facts.map(\.1)))
        case .json, .jsonl:
            try Surroundings.current.write(JSONText.object(facts.map { ($0.0, JSONText.quoted($0.1)) }) + "\n")
        }
    }

    private static var curl: String {
        guard let info = curl_version_info(CURLVERSION_FIRST), let version = info.pointee.version else {
            return "unknown"
        }
        let tls = info.pointee.ssl_version.map { " " + String(cString: $0) } ?? ""
        return String(cString: version) + tls
    }

    private static var sqlite: String { String(cString: sqlite3_libversion()) }
}
