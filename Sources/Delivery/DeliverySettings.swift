public import LazaretCore

/// What delivery needs of the configuration. A reload replaces it whole.
public struct DeliverySettings: Sendable {
    public var rules: PolicyRules
    public var throttle: ThrottlePolicy
    public var retry: RetryPolicy
    public var tracking: TrackingPolicy
    /// The longest that one call can take: the transport's time limits and a margin.
    public var callLimit: Duration

    public init(
        rules: PolicyRules, throttle: ThrottlePolicy, retry: RetryPolicy, tracking: TrackingPolicy, callLimit: Duration
    ) {
        self.rules = rules
        self.throttle = throttle
        self.retry = retry
        self.tracking = tracking
        self.callLimit = callLimit
    }

    var aftermath: Aftermath { Aftermath(retry: retry, tracking: tracking) }
    var lookupAftermath: LookupAftermath { LookupAftermath(retry: retry, lifetime: rules.lookups.lifetime) }
}
