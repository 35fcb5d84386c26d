/// One page of man(7), built from the top down.
struct ManualPage {
    private(set) var text: String

    init(title: String, version: String, abstract: String) {
        // No date: the same source gives the same page.
        text = ".TH \"\(Self.escaped(title.uppercased()))\" 1 \"\" \"Lazaret \(Self.escaped(version))\" \"Lazaret\"\n"
        section("NAME")
        text += "\(Self.escaped(title)) \\- \(Self.escaped(abstract))\n"
    }

    mutating func section(_ title: String) {
        text += ".SH \"\(Self.escaped(title))\"\n"
    }

    mutating func paragraph(_ words: String) {
        text += ".PP\n\(Self.line(words))\n"
    }

    /// A term and what it means.
    mutating func item(_ term: String, text meaning: String) {
        text += ".TP\n\\fB\(Self.escaped(term))\\fR\n\(Self.line(meaning))\n"
    }

    mutating func synopsis(_ command: String, _ arguments: [CommandInfo.Argument], rest: String? = nil) {
        var parts = arguments.map { Self.usage($0) }
        if let rest { parts.append("\\fI\(Self.escaped(rest))\\fR") }
        text += ".PP\n\\fB\(Self.escaped(command))\\fR \(parts.joined(separator: " "))\n"
    }

    mutating func options(_ arguments: [CommandInfo.Argument], title: String = "OPTIONS") {
        if arguments.isEmpty { return }
        section(title)
        for argument in arguments {
            let names = (argument.names ?? []).map { "\\fB\(Self.escaped($0.spelling))\\fR" }.joined(separator: ", ")
            let value = argument.kind == "flag" ? "" : "\\fI\(Self.escaped(argument.valueName ?? "value"))\\fR"
            text += ".TP\n\([names, value].filter { !$0.isEmpty }.joined(separator: " "))\n"
            var words = argument.abstract ?? ""
            if argument.kind == "option", let value = argument.defaultValue, !value.isEmpty {
                words += " (default: \(value))"
            }
            text += Self.line(words) + "\n"
        }
    }

    private static func usage(_ argument: CommandInfo.Argument) -> String {
        let name = argument.names?.first { $0.kind == "long" } ?? argument.names?.first
        let value = "\\fI\(escaped(argument.valueName ?? "value"))\\fR"
        let bold = name.map { "\\fB\(escaped($0.spelling))\\fR" }
        let form =
            switch argument.kind {
            case "flag": bold ?? value
            case "positional": value
            default: [bold, value].compactMap { $0 }.joined(separator: " ")
            }
        let repeated = argument.isRepeating ? form + " ..." : form
        return argument.isOptional ? "[\(repeated)]" : repeated
    }

    /// A line of running text: a dot or an apostrophe at its start would be a request.
    private static func line(_ words: String) -> String {
        let text = escaped(words.split(whereSeparator: \.isNewline).joined(separator: " "))
        return text.first == "." || text.first == "'" ? "\\&" + text : text
    }

    private static func escaped(_ words: String) -> String {
        var text = ""
        for character in words {
            switch character {
            case "\\": text += "\\e"
            case "-": text += "\\-"
            case "\"": text += "\\(dq"
            default: text.append(character)
            }
        }
        return text
    }
}
