import LazaretCore
import Yams

/// Reads the text of a configuration file. Pure: paths are made absolute, nothing is opened.
public struct ConfigurationReader: Sendable {
    /// Where relative paths of the file start: its own directory, absolute.
    public var directory: String
    /// `$CREDENTIALS_DIRECTORY`, where systemd puts secrets.
    public var credentialsDirectory: String?
    /// Does a file exist? (A relative credential is looked up in two places.)
    public var exists: @Sendable (String) -> Bool

    public init(
        directory: String, credentialsDirectory: String?, exists: @escaping @Sendable (String) -> Bool
    ) {
        self.directory = directory
        self.credentialsDirectory = credentialsDirectory
        self.exists = exists
    }

    /// Throws every problem at once.
    public func read(_ text: String, file: String) throws(ConfigurationError) -> Configuration {
        let problems = ProblemList(file: file)
        let root: Node?
        do {
            root = try Yams.compose(yaml: text)
        } catch {
            throw ConfigurationError(problems: Self.problems(of: error, file: file, text))
        }
        let configuration = read(YAMLSection(path: "", node: root, problems: problems), file: file)
        guard problems.problems.isEmpty else { throw ConfigurationError(problems: problems.problems) }
        return configuration
    }

    private func read(_ root: YAMLSection, file: String) -> Configuration {
        let state = absolute(root.path("stateDirectory", "/var/lib/lazaret"), below: directory)
        let inboxSection = root.section("inbox")
        let configuration = Configuration(
            file: file,
            stateDirectory: state,
            inbox: inbox(inboxSection, state: state),
            mapping: mapping(root.section("mapping")),
            tenants: tenants(root),
            transport: transport(root.section("transport")),
            throttle: throttle(root.section("throttle")),
            retry: retry(root.section("retry")),
            tracking: tracking(root.section("tracking")),
            policy: policy(root.section("policy")),
            log: log(root.section("log")),
            http: http(root.section("http")),
            retention: retention(root.section("retention")))
        root.finish()
        InboxPlaces(configuration).check(inboxSection)
        return configuration
    }

    func absolute(_ path: String, below base: String) -> String {
        path.hasPrefix("/") ? path : base + "/" + path
    }

    /// The file of a key that ends in `File`: absolute, else in the credentials directory if it is there, else beside the configuration.
    func credential(_ name: String) -> String {
        if !name.hasPrefix("/"), let credentialsDirectory {
            let path = credentialsDirectory + "/" + name
            if exists(path) { return path }
        }
        return absolute(name, below: directory)
    }

    private static func problems(of error: any Error, file: String, _ text: String) -> [ConfigurationError.Problem] {
        guard let yaml = error as? YamlError else {
            return [.init(file: file, line: nil, column: nil, key: "", message: "\(error)")]
        }
        switch yaml {
        case .scanner(_, let problem, let mark, _), .parser(_, let problem, let mark, _),
            .composer(_, let problem, let mark, _):
            return [.init(file: file, line: mark.line, column: mark.column, key: "", message: problem)]
        case .duplicatedKeysInMapping(let keys, let context):
            let (line, column) = (context.mark.line, context.mark.column)
            return keys.map { key in
                let lines = DuplicateKey.lines(of: key, inMappingAt: line, column: column, in: text)
                let isTold = lines.count > 1
                return .init(
                    file: file, line: isTold ? lines[1] : line, column: column, key: "",
                    message: "\"\(key)\" is used twice" + (isTold ? ", first in line \(lines[0])" : ""))
            }
        default:
            return [.init(file: file, line: nil, column: nil, key: "", message: "not YAML: \(yaml)")]
        }
    }
}
