/// The words of a `$filter`.
enum FilterToken: Hashable, Sendable {
    case open, close, comma
    /// A literal in single quotes, two of which stand for one.
    case quoted(String)
    /// Anything else without white space: names, operators, dates.
    case word(String)

    static func tokens(_ text: String) throws(APIError) -> [FilterToken] {
        var tokens: [FilterToken] = []
        var rest = text[...]
        while let character = rest.first {
            switch character {
            case " ", "\t":
                rest = rest.dropFirst()
            case "(": tokens.append(.open); rest = rest.dropFirst()
            case ")": tokens.append(.close); rest = rest.dropFirst()
            case ",": tokens.append(.comma); rest = rest.dropFirst()
            case "'": tokens.append(.quoted(try quoted(&rest)))
            default:
                let word = rest.prefix { !" \t(),'".contains($0) }
                tokens.append(.word(String(word)))
                rest = rest.dropFirst(word.count)
            }
        }
        return tokens
    }

    private static func quoted(_ rest: inout Substring) throws(APIError) -> String {
        rest = rest.dropFirst()
        var value = ""
        while true {
            value += rest.prefix { $0 != "'" }
            rest = rest.drop { $0 != "'" }
            guard !rest.isEmpty else { throw .odata("there is an unterminated string literal") }
            rest = rest.dropFirst()
            guard rest.first == "'" else { return value }
            value += "'"
            rest = rest.dropFirst()
        }
    }
}
