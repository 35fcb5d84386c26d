/// The order in which queued actions leave: severity first, then age, and nobody starves.
///
/// One number, lower leaves first: the arrival time, moved earlier by a head start for each step of severity. Within a head
/// start this is severity first and then age; what has waited longer than the head start passes newer, graver work.
public enum QueueRank {
    /// Half of the default `maximumAge` for three steps: the lowest severity is served before it can expire.
    public static let headStartPerStep: Duration = .seconds(4 * 3600)

    public static func rank(severity: Severity, arrivedAt: Instant) -> Int64 {
        arrivedAt.milliseconds - Int64(severity.rank) * headStartPerStep.milliseconds
    }
}
