import LazaretCore

/// Names that stay in the inbox for good, so that each is reported once; forgotten when gone. Bounded.
struct IrregularEntries: Sendable {
    private struct Known: Sendable {
        let irregularity: Irregularity
        /// Of an unmovable file: it is looked at again only when these change.
        let facts: FileFacts?
        var pass: Int
    }

    let limit: Int
    private var known: [InboxEntry: Known] = [:]
    private var pass = 0

    init(limit: Int) {
        self.limit = limit
    }

    var isFull: Bool { known.count >= limit }

    /// True where it is news. Where there is no room it is neither news nor remembered.
    mutating func note(_ entry: InboxEntry, _ irregularity: Irregularity, facts: FileFacts? = nil) -> Bool {
        let before = known[entry]
        if before == nil, isFull { return false }
        known[entry] = Known(irregularity: irregularity, facts: facts, pass: pass)
        return before?.irregularity != irregularity
    }

    mutating func forget(_ entry: InboxEntry) { known[entry] = nil }

    func unmovable(_ entry: InboxEntry) -> FileFacts? { known[entry]?.facts }

    func knows(_ entry: InboxEntry) -> Bool { known[entry] != nil }

    mutating func beginPass() { pass += 1 }

    mutating func see(_ entry: InboxEntry) { known[entry]?.pass = pass }

    /// What a whole scan has not met is gone.
    mutating func endPass() { known = known.filter { $0.value.pass == pass } }
}
