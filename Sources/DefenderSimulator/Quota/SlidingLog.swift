import LazaretCore

/// Instants in order, of which only the last stretch is kept: how many were there in the time that ends now?
struct SlidingLog: Sendable {
    private var times: [Steady] = []
    /// Where the kept ones begin; the part before is cut off once it is the larger one.
    private var start = 0
    private let reach: Duration

    init(reach: Duration) {
        self.reach = reach
    }

    /// `time` must not be before the last one recorded.
    mutating func record(_ time: Steady) {
        times.append(time)
        start = firstIndex(after: time - reach)
        if start > 1024, start > times.count / 2 {
            times.removeFirst(start)
            start = 0
        }
    }

    /// Those of the half-open time (now - per, now]: one that is exactly `per` old has left the window.
    func count(within per: Duration, at now: Steady) -> Int { times.count - firstIndex(after: now - per) }

    /// The `rank`-th newest, counted from 1; nil where there are fewer.
    func newest(_ rank: Int) -> Steady? {
        rank >= 1 && rank <= times.count - start ? times[times.count - rank] : nil
    }

    private func firstIndex(after bound: Steady) -> Int {
        var low = start
        var high = times.count
        while low < high {
            let middle = (low + high) / 2
            if times[middle] <= bound { low = middle + 1 } else { high = middle }
        }
        return low
    }
}
