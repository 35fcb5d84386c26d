/// A kept counter that is not what its rows come to.
public struct CounterDifference: Hashable, Sendable, CustomStringConvertible {
    /// Which of the two: `state_summary` or `daily_summary`.
    public var relation: String
    /// Of which row and column, for a person.
    public var subject: String
    public var kept: Int
    public var counted: Int

    public var description: String { "\(relation) has \(kept) \(subject), there are \(counted)" }
}
