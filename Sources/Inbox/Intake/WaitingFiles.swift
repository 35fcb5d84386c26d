import LazaretCore

/// Files that must lie still first, with when to look again. Bounded: what does not fit is found by another scan.
struct WaitingFiles: Sendable {
    let limit: Int
    private var observations: [InboxEntry: Stillness.Observation] = [:]
    /// None is due before; perhaps none then either.
    private(set) var nextDue: Steady?

    init(limit: Int) {
        self.limit = limit
    }

    subscript(entry: InboxEntry) -> Stillness.Observation? { observations[entry] }

    /// False where there is no room.
    mutating func put(_ entry: InboxEntry, _ observation: Stillness.Observation) -> Bool {
        guard observations.count < limit || observations[entry] != nil else { return false }
        observations[entry] = observation
        nextDue = nextDue.map { min($0, observation.due) } ?? observation.due
        return true
    }

    mutating func remove(_ entry: InboxEntry) { observations[entry] = nil }

    /// Each is given once: its observation stays for the look that follows, which puts or removes it.
    mutating func due(_ limit: Int, at now: Steady) -> [InboxEntry] {
        guard limit > 0, let nextDue, nextDue <= now else { return [] }
        var due: [InboxEntry] = []
        var next: Steady?
        for (entry, observation) in observations {
            if observation.due <= now, due.count < limit {
                due.append(entry)
            } else if observation.due != Self.taken {
                next = next.map { min($0, observation.due) } ?? observation.due
            }
        }
        for entry in due { observations[entry]?.due = Self.taken }
        self.nextDue = next
        return due
    }

    private static let taken = Steady(milliseconds: .max)
}
