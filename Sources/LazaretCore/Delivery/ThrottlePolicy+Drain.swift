extension ThrottlePolicy {
    /// How long until the last tenant's backlog has left, each at its own full quota and from free windows: the slowest window
    /// decides. Nil where there is no window to tell by.
    public func drainTime(of backlogs: [String: Int]) -> Duration? {
        let longest = backlogs.values.max() ?? 0
        return windows.map { window in
            let rounds = max(0, (longest - 1) / limit(of: window))
            return Duration.milliseconds(window.per.milliseconds * Int64(rounds))
        }.max()
    }
}
