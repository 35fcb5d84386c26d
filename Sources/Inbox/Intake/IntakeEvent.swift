public import LazaretCore

/// What intake tells the rest of the daemon, for logs, metrics and nudges. Told in order, by one task; the
/// receiver must not block.
public enum IntakeEvent: Sendable {
    /// Durable in the action log; the file goes to `accepted/`.
    case taken(sourceFile: String, IntakeReceipt)
    /// Durable in the action log; the file goes to `rejected/`.
    case refused(sourceFile: String, Refusal, IntakeReceipt)
    /// A transaction is over, told after what it took in and refused: the sum of its receipts.
    case recorded(IntakeTotals)
    /// Out of the inbox, in `accepted/` or `rejected/`, under this name.
    case putAway(sourceFile: String, name: String)
    /// Recorded, but the name holds new content since: it is read again.
    case stayed(sourceFile: String)
    /// The name stays in the inbox. Said once, and again only after it was gone.
    case irregular(sourceFile: String, Irregularity)
    /// There are more irregular names than are told apart (1,024). Said once.
    case tooManyIrregular
    /// inotify's queue, or the memory of it, was full: the directory is listed instead.
    case overflow
    /// No inotify, for one directory or at all: only the periodic scan is left. Said once.
    case notWatching(SystemFailure)
    /// A scan of the whole inbox has ended: names that look like alert files, irregular ones included.
    case scanned(files: Int)
    case health(IntakeHealth)
}

/// Whether files can be taken in. Ready where nothing is wrong.
public struct IntakeHealth: Hashable, Sendable {
    public enum Problem: String, CaseIterable, Sendable {
        /// The inbox cannot be opened or listed.
        case inbox
        /// The action log takes nothing: a full disk, a read-only database. Files stay in the inbox.
        case actionLog = "action_log"
        /// What is recorded cannot be moved out of the inbox.
        case archive
        /// No descriptors or no memory.
        case resources
    }

    /// With what the system said.
    public var problems: [Problem: String]

    public init(problems: [Problem: String] = [:]) {
        self.problems = problems
    }

    public var isReady: Bool { problems.isEmpty }
}
