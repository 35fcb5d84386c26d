import LazaretCore

/// Files that must lie still first, with when to look again. Bounded: what does not fit is found by another scan.
struct WaitingFiles: Sendable {
    let limit: Int
    private var observations: [InboxEntry: Stillness.Observation] = [:]

    init(limit: Int) {
        self.limit = limit
    }

    var nextDue: Steady? { observations.values.lazy.map(\.due).min() }

    subscript(entry: InboxEntry) -> Stillness.Observation? { observations[entry] }

    /// False where there is no room.
    mutating func put(_ entry: InboxEntry, _ observation: Stillness.Observation) -> Bool {
        guard observations.count < limit || observations[entry] != nil else { return false }
        observations[entry] = observation
        return true
    }

    mutating func remove(_ entry: InboxEntry) { observations[entry] = nil }

    func due(_ limit: Int, at now: Steady) -> [InboxEntry] {
        Array(observations.lazy.filter { $0.value.due <= now }.map(\.key).prefix(limit))
    }
}
