/// Everything that is wrong with a configuration, each with its place.
public struct ConfigurationError: Error, Equatable, CustomStringConvertible {
    public struct Problem: Equatable, Sendable, CustomStringConvertible {
        public var file: String
        /// 1-based; nil where the file as a whole is meant.
        public var line: Int?
        public var column: Int?
        /// `policy.limits.actions.count`; empty for the whole file.
        public var key: String
        public var message: String

        public init(file: String, line: Int?, column: Int?, key: String, message: String) {
            self.file = file
            self.line = line
            self.column = column
            self.key = key
            self.message = message
        }

        public var description: String {
            var place = file
            if let line { place += ":\(line)" }
            if let column { place += ":\(column)" }
            return place + ": " + (key.isEmpty ? "" : key + ": ") + message
        }
    }

    public var problems: [Problem]
    /// The configuration file is there, and this account may not read it.
    public var isDenied: Bool

    public init(problems: [Problem], isDenied: Bool = false) {
        self.problems = problems
        self.isDenied = isDenied
    }

    public var description: String { problems.map(\.description).joined(separator: "\n") }
}
