extension ThrottlePolicy {
    /// How long a backlog takes at full quota, starting with free windows: the slowest window decides. Nil where there is no
    /// window to tell by.
    public func drainTime(of backlog: Int) -> Duration? {
        windows.map { window in
            let rounds = max(0, (backlog - 1) / limit(of: window))
            return Duration.milliseconds(window.per.milliseconds * Int64(rounds))
        }.max()
    }
}
