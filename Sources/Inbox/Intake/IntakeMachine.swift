import DequeModule
import LazaretCore

/// All that intake decides, as a value: triggers and the ends of stages go in, effects and events come out. It asks nothing
/// of the world; the references it holds (open files, a listing) are only passed on.
///
/// A file passes: name (a hint, a listing, a wait that is over) → read → map → commit → archive. The stages run side by
/// side, each on what the one before has ready, so that a slow mapping holds up nobody but itself and the others of its call (the
/// rest for ``linger`` at most), and a commit takes all that became ready meanwhile. What is in hand is bounded, and with it memory and descriptors.
struct IntakeMachine: Sendable {
    static let waitingLimit = 4096
    static let irregularLimit = 1024
    static let readChunk = 64
    /// Files of one call of the mapper, which returns when all of them are done.
    static let mapChunk = 16
    /// How long a file waits at most for others to share its transaction, while others are being read or mapped.
    static let linger: Duration = .milliseconds(50)

    let settings: InboxSettings
    let stillness: Stillness

    // Names
    var arrivals = Arrivals()
    var listed: ArraySlice<InboxEntry> = []
    var waiting = WaitingFiles(limit: waitingLimit)
    var irregular = IrregularEntries(limit: irregularLimit)
    /// Names that are with a stage, and how much content is.
    var inHand: Set<InboxEntry> = []
    var bytesInHand = 0
    /// Hints about names in hand: looked at when these are out of hand.
    var deferred: [InboxEntry: Stillness.Hint] = [:]

    // Directories
    var folders = InboxFolders()
    /// Used by the reader's queue alone; here it is only kept.
    var scan: InboxScan?
    var scannedFiles = 0
    var isScanWanted = true
    var nextScan: Steady?

    // Stages. What is taken off the front of a queue lets go of its descriptor, which a slice of an array would keep.
    var isReaderBusy = false
    var toMap: Deque<InboxFile> = []
    var mappings = 0
    var ready: Deque<ReadyFile> = []
    /// Since when the first of what is ready has been; nil where nothing is to linger.
    var readySince: Steady?
    var isCommitting = false
    var owed: [ArchiveOrder] = []
    /// What was moved is not synced: tried again, so that readiness comes back without another file.
    var isSyncOwed = false
    var isArchiving = false
    var reading = Backoff()
    var committing = Backoff()
    var archiving = Backoff()
    var isStopping = false

    // Said
    var health = IntakeHealth()
    var events: [IntakeEvent] = []
    var hasSaidTooManyIrregular = false
    var hasSaidNotWatching = false

    init(settings: InboxSettings) {
        self.settings = settings
        stillness = Stillness(settle: settings.settle, writerPatience: settings.writerPatience)
    }

    /// No stage is under way and none can start before a trigger or ``nextLook(after:)``.
    var isIdle: Bool {
        !isReaderBusy && mappings == 0 && !isCommitting && !isArchiving && arrivals.isEmpty && listed.isEmpty
            && scan == nil && !isScanWanted && toMap.isEmpty && ready.isEmpty && owed.isEmpty && !isSyncOwed
    }

    var lingersUntil: Steady? { readySince.map { $0 + Self.linger } }

    /// When something may start by itself. What is due already and has not started waits for the end of something else.
    func nextLook(after now: Steady) -> Steady? {
        var next: Steady?
        func consider(_ due: Steady?) {
            if let due, due > now { next = next.map { min($0, due) } ?? due }
        }
        consider(waiting.nextDue)
        consider(nextScan)
        consider(reading.notBefore)
        if !ready.isEmpty {
            consider(committing.notBefore)
            if !isCommitting { consider(lingersUntil) }
        }
        if !owed.isEmpty || isSyncOwed { consider(archiving.notBefore) }
        return next
    }

    mutating func takeEvents() -> [IntakeEvent] {
        defer { events = [] }
        return events
    }

    mutating func note(_ problem: IntakeHealth.Problem, _ text: String?) {
        guard health.problems[problem] != text else { return }
        health.problems[problem] = text
        events.append(.health(health))
    }
}
