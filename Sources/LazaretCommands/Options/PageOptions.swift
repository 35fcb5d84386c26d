import ArgumentParser

/// Keyset paging: the next page begins after the last row of the one before.
struct PageOptions: ParsableArguments {
    @Option(help: ArgumentHelp("At most so many rows; 0 is all.", valueName: "count"))
    var limit: Int = 50
    @Option(help: ArgumentHelp("Continue after the row with this id (the first column).", valueName: "id"))
    var after: Int64?

    func validate() throws {
        if limit < 0 { throw ValidationError("--limit must not be negative") }
        if let after, after < 0 { throw ValidationError("--after must not be negative") }
    }

    /// Nil: all.
    var maximum: Int? { limit == 0 ? nil : limit }
}
