extension ThrottlePolicy {
    /// How long until the last tenant's backlog has left, each at its own full quota, from free windows, and after what is left
    /// of its pause: the slowest window decides. Nil where there is no window to tell by.
    public func drainTime(of backlogs: [String: Int], after pauses: [String: Duration] = [:]) -> Duration? {
        if windows.isEmpty { return nil }
        return backlogs.filter { $0.value > 0 }.map { tenant, backlog in
            max(pauses[tenant] ?? .zero, .zero) + drainTime(of: backlog)
        }.max() ?? .zero
    }

    private func drainTime(of backlog: Int) -> Duration {
        windows.map { window in
            .milliseconds(window.per.milliseconds * Int64((backlog - 1) / limit(of: window)))
        }.max() ?? .zero
    }
}
