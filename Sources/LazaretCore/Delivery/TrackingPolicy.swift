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

    /// The moment of the next look at an action of this age: after its interval at the latest.
    ///
    /// Intervals longer than the first end on common instants (multiples of the first one's doublings, in the end of the
    /// longest): actions of about one age are looked at together, in one round, whenever each was sent.
    public func nextLook(atAge age: Duration, now: Instant) -> Instant {
        let interval = interval(atAge: age).milliseconds
        var step = max(initialInterval.milliseconds, 1)
        guard interval > step else { return now + .milliseconds(interval) }
        while step <= interval / 2 { step *= 2 }
        if interval == maximumInterval.milliseconds { step = interval }
        return Instant(milliseconds: (now.milliseconds + interval) / step * step)
    }
}
