/// The sliding log of one lane (tenant and operation): when may the next call leave?
///
/// A slot is held from the send until the reply plus the window; without a reply, until the call's deadline plus the
/// window. Keyed on *completion*, because the service counts a call when it arrives, which is somewhere between: so no
/// phase of the service's window ever sees more than its limit. (architecture, section 4)
public struct ThrottleLog: Sendable {
    private var windows: [(limit: Int, per: Duration)] = []
    private var longest: Duration = .zero
    /// When each held slot ends its own time (reply, or deadline while there is none), ascending.
    private var ends: [Steady] = []

    public init(policy: ThrottlePolicy) {
        adopt(policy)
    }

    /// New windows over the same calls. A longer one than before knows only the calls that the old one still remembered:
    /// those that ended before that are ``restore(_:)``'s.
    public mutating func adopt(_ policy: ThrottlePolicy) {
        windows = policy.windows.map { (policy.limit(of: $0), $0.per) }
        longest = policy.longestWindow
    }

    /// Slots of before a restart, or from before what this log remembers; any order.
    public mutating func restore(_ stored: [Steady]) {
        ends = (ends + stored).sorted()
    }

    /// `now` where a call may leave at once, else the earliest instant at which one may (if nothing else is sent).
    ///
    /// `leavingTenth`: the last tenth of each window is left to calls that matter more.
    public mutating func earliest(at now: Steady, leavingTenth: Bool = false) -> Steady {
        forget(at: now)
        var earliest = now
        for (whole, per) in windows {
            let limit = leavingTenth ? whole - whole / 10 : whole
            // The limit-th newest slot must have left the window.
            if ends.count >= limit { earliest = max(earliest, ends[ends.count - limit] + per) }
        }
        return earliest
    }

    /// Takes a slot for a call that ends at `deadline` at the latest.
    public mutating func take(deadline: Steady) {
        insert(deadline)
    }

    /// The call that was taken with `deadline` had its reply (or its failure) at `now`.
    public mutating func complete(deadline: Steady, at now: Steady) {
        guard now < deadline, let index = firstIndex(notBefore: deadline), ends[index] == deadline else { return }
        ends.remove(at: index)
        insert(now)
    }

    /// A slot that no request used: nothing left this machine.
    public mutating func release(deadline: Steady) {
        guard let index = firstIndex(notBefore: deadline), ends[index] == deadline else { return }
        ends.remove(at: index)
    }

    /// For `status` and metrics: each window with how much of it is used.
    public mutating func usage(at now: Steady) -> [(per: Duration, limit: Int, used: Int)] {
        forget(at: now)
        return windows.map { window in
            let used = ends.count - (firstIndex(notBefore: now - window.per + .milliseconds(1)) ?? ends.count)
            return (window.per, window.limit, used)
        }
    }

    private mutating func forget(at now: Steady) {
        let gone = ends.prefix { $0 + longest <= now }.count
        if gone > 0 { ends.removeFirst(gone) }
    }

    private mutating func insert(_ end: Steady) {
        ends.insert(end, at: firstIndex(notBefore: end) ?? ends.count)
    }

    private func firstIndex(notBefore end: Steady) -> Int? {
        var low = 0
        var high = ends.count
        while low < high {
            let middle = (low + high) / 2
            if ends[middle] < end { low = middle + 1 } else { high = middle }
        }
        return low < ends.count ? low : nil
    }
}
