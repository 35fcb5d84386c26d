/// What happened in watched directories since the last look, by name; bounded, and any of it may be missing.
public struct WatchHints: Hashable, Sendable {
    /// One watched directory of one ``DirectoryWatcher``.
    public struct Watch: Hashable, Sendable {
        let number: Int32
    }

    public struct Place: Hashable, Sendable {
        public let watch: Watch
        public let name: FileName
    }

    /// The last thing that was seen of a name.
    public enum Change: Hashable, Sendable {
        /// Closed by a writer, or renamed in.
        case complete
        /// Written to, and not closed since.
        case written
        /// Made (or linked), and not written since.
        case created
        /// Removed or renamed away. Only where it was asked for.
        case gone
        /// A sub-directory was made or moved in.
        case directory
    }

    /// In the order in which each was first seen.
    public private(set) var places: [Place] = []
    public private(set) var changes: [Place: Change] = [:]
    /// Times the kernel's queue or this one was full: whatever is watched must be listed.
    public private(set) var overflows = 0
    /// Watches that ended: the directory was removed, moved or unmounted.
    public private(set) var lost: Set<Watch> = []

    public init() {}

    public var isEmpty: Bool { places.isEmpty && overflows == 0 && lost.isEmpty }

    public mutating func note(_ change: Change, at place: Place, limit: Int) {
        if changes[place] == nil {
            if places.count >= limit { return overflow(once: true) }
            places.append(place)
        }
        changes[place] = change
    }

    public mutating func noteOverflow() { overflow(once: false) }

    public mutating func noteLost(_ watch: Watch) { lost.insert(watch) }

    /// Adds what was seen later.
    public mutating func merge(_ later: WatchHints, limit: Int) {
        for place in later.places {
            if let change = later.changes[place] { note(change, at: place, limit: limit) }
        }
        overflows += later.overflows
        lost.formUnion(later.lost)
    }

    /// A queue of our own that is full says so once a look: the kernel's overflows are each counted.
    private mutating func overflow(once: Bool) {
        if !once || overflows == 0 { overflows += 1 }
    }
}
