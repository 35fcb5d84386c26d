/// What the argument parser tells of a command (`--experimental-dump-help`): as much as a manual page needs.
struct CommandInfo: Decodable {
    struct Argument: Decodable {
        struct Name: Decodable {
            var kind: String
            var name: String

            /// As it is typed.
            var spelling: String { (kind == "long" ? "--" : "-") + name }
        }

        /// positional | option | flag
        var kind: String
        var shouldDisplay: Bool
        var isOptional: Bool
        var isRepeating: Bool
        var names: [Name]?
        var valueName: String?
        var defaultValue: String?
        var abstract: String?
        var discussion: String?
    }

    struct Root: Decodable {
        var command: CommandInfo
    }

    var commandName: String
    var abstract: String?
    var discussion: String?
    var shouldDisplay: Bool?
    var superCommands: [String]?
    var subcommands: [CommandInfo]?
    var arguments: [Argument]?

    /// What people are shown, without the parser's own `help`.
    var verbs: [CommandInfo] {
        (subcommands ?? []).filter { $0.shouldDisplay != false && $0.commandName != "help" }
    }

    /// Without the parser's own --version and --help, which every command has.
    var ownArguments: [Argument] {
        (arguments ?? []).filter { $0.shouldDisplay && !["version", "help"].contains($0.valueName ?? "") }
    }
}
