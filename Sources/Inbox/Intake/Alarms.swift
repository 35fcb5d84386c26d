import LazaretCore

/// Alarms that are set and have not rung, as few as will do.
struct Alarms: Sendable {
    private var set: [Steady] = []

    /// Whether one more is needed, so that there is one by `deadline`: then for when.
    mutating func set(_ deadline: Steady?, now: Steady) -> Steady? {
        set.removeAll { $0 <= now }
        guard let deadline, !set.contains(where: { $0 <= deadline }) else { return nil }
        set.append(deadline)
        return deadline
    }
}
