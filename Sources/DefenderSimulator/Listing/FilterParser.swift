import LazaretCore

/// Reads the part of OData's filter language that this endpoint is known to take: `eq ne gt ge lt le`, `in (…)`, `and`,
/// `or`, `not`, parentheses. `and` binds tighter than `or`.
struct FilterParser {
    private static let maximumDepth = 50

    private let tokens: [FilterToken]
    private var position = 0
    private var depth = 0

    static func parse(_ text: String) throws(APIError) -> Filter {
        var parser = FilterParser(tokens: try FilterToken.tokens(text))
        let filter = try parser.anyOf()
        guard parser.position == parser.tokens.count else { throw parser.unexpected("the end of the expression") }
        return filter
    }

    private init(tokens: [FilterToken]) {
        self.tokens = tokens
    }

    private mutating func anyOf() throws(APIError) -> Filter {
        var parts = [try allOf()]
        while take(.word("or")) { parts.append(try allOf()) }
        return parts.count == 1 ? parts[0] : .any(parts)
    }

    private mutating func allOf() throws(APIError) -> Filter {
        var parts = [try term()]
        while take(.word("and")) { parts.append(try term()) }
        return parts.count == 1 ? parts[0] : .all(parts)
    }

    private mutating func term() throws(APIError) -> Filter {
        depth += 1
        defer { depth -= 1 }
        guard depth <= Self.maximumDepth else { throw .odata("the expression is nested too deeply") }
        if take(.word("not")) { return .not(try term()) }
        if take(.open) {
            let filter = try anyOf()
            guard take(.close) else { throw unexpected("')'") }
            return filter
        }
        return try comparison()
    }

    private mutating func comparison() throws(APIError) -> Filter {
        guard case .word(let name)? = next() else { throw unexpected("a property", back: 1) }
        guard let field = FilterField(rawValue: name) else {
            throw .odata("could not find a property named '\(name)' that can be filtered on MachineAction")
        }
        guard case .word(let word)? = next() else { throw unexpected("an operator", back: 1) }
        if word == "in" { return .isIn(field, try list(field)) }
        guard let comparison = FilterComparison(rawValue: word) else {
            throw .odata("there is no operator '\(word)'")
        }
        return .compare(field, comparison, try literal(field))
    }

    private mutating func list(_ field: FilterField) throws(APIError) -> Set<FilterValue> {
        guard take(.open) else { throw unexpected("'('") }
        var values: Set<FilterValue> = [try literal(field)]
        while take(.comma) { values.insert(try literal(field)) }
        guard take(.close) else { throw unexpected("')'") }
        return values
    }

    private mutating func literal(_ field: FilterField) throws(APIError) -> FilterValue {
        switch (field, next()) {
        case (.creationDateTimeUtc, .word(let word)?):
            guard let instant = Instant(rfc3339: word) else { throw .odata("'\(word)' is no date") }
            return .instant(instant)
        case (.creationDateTimeUtc, .quoted?):
            throw .odata("a date and a string are incompatible; date literals are bare")
        case (.id, .quoted(let text)?), (.machineId, .quoted(let text)?): return .text(text.lowercased())
        case (_, .quoted(let text)?): return .text(text)
        case (_, .word(let word)?): throw .odata("'\(word)' is no string literal; they stand in single quotes")
        default: throw unexpected("a literal", back: 1)
        }
    }

    private mutating func next() -> FilterToken? {
        defer { position += 1 }
        return position < tokens.count ? tokens[position] : nil
    }

    private mutating func take(_ token: FilterToken) -> Bool {
        guard position < tokens.count, tokens[position] == token else { return false }
        position += 1
        return true
    }

    private func unexpected(_ expected: String, back: Int = 0) -> APIError {
        .odata("syntax error at word \(position - back + 1): expected \(expected)")
    }
}
