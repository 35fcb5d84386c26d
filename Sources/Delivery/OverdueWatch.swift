import LazaretCore

/// Which open actions Defender has had for too long, each told once a process.
struct OverdueWatch {
    private var told: Set<Int64> = []

    mutating func newlyOverdue(_ open: [OpenAction], after limit: Duration, at now: Instant) -> [Int64] {
        let overdue = open.filter { now - $0.submittedAt > limit }.map(\.actionID)
        defer { told = Set(overdue) }
        return overdue.filter { !told.contains($0) }
    }
}
