import Foundation

/// Manual pages in man(7), from the same declarations that parse the command line: `lazaret.1` and one for each verb.
public struct ManualPages {
    private let root: CommandInfo
    private let version: String

    /// - Parameter dump: the root command's `--experimental-dump-help`.
    /// - Throws: `DecodingError` where that is not what it used to be.
    public init(dump: String, version: String) throws {
        root = try JSONDecoder().decode(CommandInfo.Root.self, from: Data(dump.utf8)).command
        self.version = version
    }

    public var pages: [(name: String, text: String)] {
        [(root.commandName + ".1", overview)]
            + root.verbs.map { verb in ("\(root.commandName)-\(verb.commandName).1", page(of: verb)) }
    }

    private var overview: String {
        var page = ManualPage(title: root.commandName, version: version, abstract: root.abstract ?? "")
        page.section("SYNOPSIS")
        page.synopsis(root.commandName, root.ownArguments, rest: "verb")
        page.section("DESCRIPTION")
        page.paragraph(Self.description)
        page.section("VERBS")
        for verb in root.verbs {
            page.item("lazaret-\(verb.commandName)(1)", text: verb.abstract ?? "")
        }
        page.options(root.ownArguments)
        page.section("EXIT STATUS")
        for (code, meaning) in Self.exitCodes { page.item(code, text: meaning) }
        page.section("ENVIRONMENT")
        page.item("LAZARET_CONFIG", text: "The configuration file, where --config does not name one.")
        page.item("NO_COLOR", text: "Set to anything: no colour, also on a terminal.")
        page.item("SUDO_USER, DOAS_USER", text: "Who is recorded as deciding, where the process is root's.")
        page.section("FILES")
        page.item("/etc/lazaret/lazaret.yaml", text: "The configuration.")
        page.item("/var/lib/lazaret/actions.db", text: "The action log: SQLite, for reading with any tool.")
        page.item("/var/lib/lazaret/pause", text: "While it is there, nothing is submitted.")
        page.section("SEE ALSO")
        page.paragraph("lazaret.yaml(5), lazaret-mappings(7), systemctl(1), sqlite3(1)")
        return page.text
    }

    private func page(of verb: CommandInfo) -> String {
        let name = "\(root.commandName) \(verb.commandName)"
        var page = ManualPage(
            title: "\(root.commandName)-\(verb.commandName)", version: version, abstract: verb.abstract ?? "")
        page.section("SYNOPSIS")
        let parts = verb.verbs
        if parts.isEmpty { page.synopsis(name, verb.ownArguments) }
        for part in parts { page.synopsis("\(name) \(part.commandName)", part.ownArguments) }
        if let discussion = verb.discussion {
            page.section("DESCRIPTION")
            for paragraph in discussion.components(separatedBy: "\n\n") { page.paragraph(paragraph) }
        }
        page.options(verb.ownArguments)
        for part in parts {
            page.options(part.ownArguments, title: "\(part.commandName.uppercased()): \(part.abstract ?? "")")
        }
        page.section("SEE ALSO")
        page.paragraph("lazaret(1), which has the exit codes")
        return page.text
    }

    private static let description = """
        Watches an inbox directory for alerts, maps each to a machine and a file, has Microsoft Defender for Endpoint stop and \
        quarantine the file there, and keeps every action with its status in an action log. lazaret-run(1) is the daemon; the \
        other verbs read the action log, decide about actions, and work whether or not the daemon runs. Options may stand \
        anywhere on the line.
        """

    /// Contract, section 1.
    static let exitCodes = [
        ("0", "Done."), ("1", "Failed; or an action may not change so."), ("3", "Nothing matched."),
        ("64", "Wrong usage, or nobody there to confirm."),
        ("69", "Unavailable: no action log yet, or one of another version or program; or the HTTP port is taken."),
        ("73", "A file or a directory cannot be created."),
        ("74", "Input or output failed."),
        ("75", "Try later: the action log is busy, or another daemon runs here or has taken over."),
        ("77", "No permission, or another person must decide."), ("78", "The configuration is wrong."),
    ]
}
