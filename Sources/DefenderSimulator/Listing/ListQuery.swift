/// The query of `GET /api/machineactions`, understood. (defender-api, section 2.4)
public struct ListQuery: Sendable {
    /// The most that `$top` may ask for.
    public static let maximumTop = 10_000

    var filter: Filter?
    var top: Int?
    var skip = 0
    var order: [(field: FilterField, descending: Bool)] = []
    var counts = false

    /// Other system options are refused; what does not begin with `$` is none.
    init(_ items: [(name: String, value: String)]) throws(APIError) {
        for (name, value) in items where name.hasPrefix("$") {
            switch name {
            case "$filter": filter = try FilterParser.parse(value)
            case "$top":
                let number = try Self.number(name, value)
                guard number <= Self.maximumTop else {
                    throw .odata("the limit of '\(Self.maximumTop)' for Top query has been exceeded")
                }
                top = number
            case "$skip": skip = try Self.number(name, value)
            case "$orderby": order = try Self.order(value)
            case "$count":
                guard value == "true" || value == "false" else { throw .odata("$count is true or false") }
                counts = value == "true"
            default: throw .odata("the query option '\(name)' is not supported")
            }
        }
    }

    /// Newest first, then as `$orderby` has it.
    func sorted(_ rows: [FilterRow]) -> [FilterRow] {
        guard !order.isEmpty else { return rows }
        return rows.enumerated().sorted { left, right in
            for (field, descending) in order {
                let (one, other) = (left.element.value(field), right.element.value(field))
                if one == other { continue }
                return descending ? other < one : one < other
            }
            return left.offset < right.offset
        }.map(\.element)
    }

    private static func number(_ name: String, _ value: String) throws(APIError) -> Int {
        guard let number = Int(value), number >= 0 else {
            throw .odata("'\(value)' is no non-negative integer for \(name)")
        }
        return number
    }

    private static func order(_ text: String) throws(APIError) -> [(field: FilterField, descending: Bool)] {
        var order: [(field: FilterField, descending: Bool)] = []
        for part in text.split(separator: ",", omittingEmptySubsequences: false) {
            let words = part.split(separator: " ")
            guard let name = words.first, let field = FilterField(rawValue: String(name)),
                words.count == 1 || words.count == 2 && ["asc", "desc"].contains(words[1])
            else { throw .odata("'\(part)' is no order") }
            order.append((field, words.last == "desc"))
        }
        return order
    }
}
