/// The bounded words of `reason` in `NAME.reason.json` (contract, section 3).
public enum RefusalReason: String, CaseIterable, Sendable {
    case malformedJSON = "malformed_json"
    case tooLarge = "too_large"
    case notRegular = "not_regular"
    case unreadable
    case noMapping = "no_mapping"
    case unknownTenant = "unknown_tenant"
    case mappingFailed = "mapping_failed"
    case badOrder = "bad_order"
}

/// Why a file or a document was not taken, for the machine (`reason`) and for a person (`message`, place).
public struct Refusal: Hashable, Sendable, Error {
    public var reason: RefusalReason
    public var message: String
    /// 1-based, where a place in the file is known. `column` counts bytes of the line.
    public var line: Int?
    public var column: Int?

    public init(_ reason: RefusalReason, _ message: String, line: Int? = nil, column: Int? = nil) {
        self.reason = reason
        self.message = message
        self.line = line
        self.column = column
    }
}
