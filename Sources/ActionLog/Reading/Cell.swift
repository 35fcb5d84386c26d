import GRDB

/// One value of a row as SQLite has it.
public enum Cell: Hashable, Sendable {
    case null
    case integer(Int64)
    case real(Double)
    case text(String)

    init(_ value: DatabaseValue) {
        switch value.storage {
        case .null: self = .null
        case .int64(let number): self = .integer(number)
        case .double(let number): self = .real(number)
        case .string(let text): self = .text(text)
        // No column of the public relations is a blob; shown as text rather than lost.
        case .blob(let data): self = .text(String(decoding: data, as: UTF8.self))
        }
    }

    public var text: String? {
        if case .text(let text) = self { return text }
        return nil
    }

    public var integer: Int64? {
        if case .integer(let number) = self { return number }
        return nil
    }
}

/// Rows of one relation: its columns in the contract's order, and the values of each row.
public struct Rows: Sendable {
    public var columns: [String]
    public var rows: [[Cell]]

    public init(columns: [String], rows: [[Cell]] = []) {
        self.columns = columns
        self.rows = rows
    }

    /// The value of a column in a row; null where there is no such column.
    public func cell(_ column: String, of row: [Cell]) -> Cell {
        columns.firstIndex(of: column).map { row[$0] } ?? .null
    }
}
