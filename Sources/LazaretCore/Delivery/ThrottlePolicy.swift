/// The `throttle:` section: Defender's windows, per tenant and per API operation.
public struct ThrottlePolicy: Hashable, Sendable {
    public struct Window: Hashable, Sendable {
        public var limit: Int
        public var per: Duration

        public init(limit: Int, per: Duration) {
            self.limit = limit
            self.per = per
        }
    }

    public var windows: [Window]
    /// Part of the quota that is ours, 0 < share <= 1.
    public var share: Double
    public var maximumInFlight: Int

    public init(
        windows: [Window] = [Window(limit: 100, per: .seconds(60)), Window(limit: 1500, per: .seconds(3600))],
        share: Double = 1.0, maximumInFlight: Int = 8
    ) {
        self.windows = windows
        self.share = share
        self.maximumInFlight = maximumInFlight
    }

    /// A window's limit that is ours: rounded down, at least one.
    public func limit(of window: Window) -> Int { max(1, Int(Double(window.limit) * share)) }

    /// Zero where there is no window.
    public var longestWindow: Duration { windows.map(\.per).max() ?? .zero }
}
