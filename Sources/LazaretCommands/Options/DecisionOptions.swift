import ArgumentParser
import LazaretCore

/// Of approve, deny, retry and cancel: which actions a decision is about (named ones, those for a file, or all that the verb can
/// be about), and what every change takes.
struct DecisionOptions: ParsableArguments {
    @OptionGroup var config: ConfigurationOptions
    @OptionGroup var output: FormatOption
    @Argument(help: ArgumentHelp("The action_id of each action.", valueName: "action"))
    var actions: [Int64] = []
    @Option(help: ArgumentHelp("All for this file. Asks first.", valueName: "hash"))
    var sha1: String?
    @Flag(help: "All. Asks first.")
    var all = false
    @Flag(name: .shortAndLong, help: "Do not ask.")
    var yes = false
    @OptionGroup var person: PersonOptions

    func validate() throws {
        let ways = [!actions.isEmpty, sha1 != nil, all].filter { $0 }.count
        if ways == 0 { throw ValidationError("name actions by their action_id, or say --sha1 HASH or --all") }
        if ways > 1 { throw ValidationError("either actions, or --sha1, or --all") }
        if let sha1, SHA1Hash(sha1) == nil { throw ValidationError("--sha1 is 40 hexadecimal digits") }
    }

    var hash: SHA1Hash? { sha1.flatMap { SHA1Hash($0) } }
}
