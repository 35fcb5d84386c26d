/// Names to look at now, first come first served, each once. How many there are is bounded by who fills it.
struct Arrivals: Sendable {
    private var order: [InboxEntry] = []
    private var start = 0
    private var hints: [InboxEntry: Stillness.Hint?] = [:]

    var isEmpty: Bool { hints.isEmpty }
    var count: Int { hints.count }

    /// A later hint replaces an earlier one; its place in the queue stays.
    mutating func add(_ entry: InboxEntry, _ hint: Stillness.Hint?) {
        if hints.updateValue(hint, forKey: entry) == nil { order.append(entry) }
    }

    mutating func take(_ limit: Int) -> [(entry: InboxEntry, hint: Stillness.Hint?)] {
        var taken: [(InboxEntry, Stillness.Hint?)] = []
        while taken.count < limit, start < order.count {
            let entry = order[start]
            start += 1
            if let hint = hints.removeValue(forKey: entry) { taken.append((entry, hint)) }
        }
        if start == order.count {
            order.removeAll(keepingCapacity: start < 4096)
            start = 0
        } else if start > 4096 {
            order.removeFirst(start)
            start = 0
        }
        return taken
    }
}
