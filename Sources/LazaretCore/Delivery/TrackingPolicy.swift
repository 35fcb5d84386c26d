/// The `tracking:` section.
public struct TrackingPolicy: Hashable, Sendable {
    public var initialInterval: Duration
    public var maximumInterval: Duration
    public var overdueAfter: Duration

    public init(
        initialInterval: Duration = .seconds(15), maximumInterval: Duration = .seconds(600),
        overdueAfter: Duration = .seconds(72 * 3600)
    ) {
        self.initialInterval = initialInterval
        self.maximumInterval = maximumInterval
        self.overdueAfter = overdueAfter
    }

    /// Until the next look at an open action of this age: fast at first, then a tenth of its age, within both bounds.
    public func interval(atAge age: Duration) -> Duration {
        let tenth = Duration.milliseconds(age.milliseconds / 10)
        return min(max(initialInterval, tenth), maximumInterval)
    }
}
