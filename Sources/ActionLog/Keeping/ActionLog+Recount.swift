import GRDB

extension ActionLog {
    /// Compares the kept counters (`state_summary`, `daily_summary`) with a count of the rows, in one snapshot. Blocks no writer;
    /// reads four indexes and no row: a few seconds for ten million actions.
    ///
    /// What is compared is each day's number of each state and of each tenant, each tenant's and each state's of the whole log,
    /// and the two relations with each other. (How many of a day's actions in one state are one tenant's would need every row.)
    ///
    /// - Parameter progress: called after each of `total` parts, off the cooperative pool.
    /// - Returns: the first differences; none where every counter is right.
    public func recount(
        progress: @escaping @Sendable (_ part: Int, _ total: Int) -> Void = { _, _ in }
    ) async throws -> [CounterDifference] {
        try await read { db in try Recount(db: db).differences(progress) }
    }
}
