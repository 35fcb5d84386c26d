import LazaretCore

/// When a file may be read. A pure rule:
///
/// - told complete (closed by a writer, renamed in): at once;
/// - else when it has lain still for `settle`: by its own times, or, where its clock is not ours (a network file system, a
///   date in the future), by what was seen of it at two looks;
/// - while a writer is seen to have it open (written to, not closed): when it has lain still for `writerPatience`.
struct Stillness: Sendable {
    var settle: Duration
    var writerPatience: Duration

    /// What a hint says of the name.
    enum Hint: Hashable, Sendable {
        case complete
        case written
    }

    /// What was seen at an earlier look.
    struct Observation: Hashable, Sendable {
        var facts: FileFacts
        /// Since when the file is known to be as `facts` say.
        var since: Steady
        /// A writer has been seen to have it open.
        var isBeingWritten: Bool
        /// When to look again.
        var due: Steady
    }

    enum Judgement: Hashable, Sendable {
        /// `isStill`: what it says is final. Else a refusal is judged again once it has lain still, as the writer may only
        /// have closed it in between.
        case ready(isStill: Bool)
        case wait(Observation)
    }

    func judge(_ facts: FileFacts, hint: Hint?, seen: Observation?, now: Moment) -> Judgement {
        let isBeingWritten = hint == .written || hint == nil && seen?.isBeingWritten == true
        let next = observe(facts, isBeingWritten: isBeingWritten, seen: seen, now: now)
        if next.due <= now.steady { return .ready(isStill: true) }
        return hint == .complete ? .ready(isStill: false) : .wait(next)
    }

    /// What to remember of a file that is not to be taken yet.
    func observe(
        _ facts: FileFacts, isBeingWritten: Bool = false, seen: Observation? = nil, now: Moment
    ) -> Observation {
        let patience = isBeingWritten ? max(settle, writerPatience) : settle
        var since = now.steady
        if let seen, seen.facts == facts { since = seen.since }
        let age = now.wall - facts.lastChange
        var due = since + patience
        // A date in the future says nothing.
        if age >= .zero { due = min(due, now.steady + (patience - age)) }
        return Observation(facts: facts, since: since, isBeingWritten: isBeingWritten, due: due)
    }

    /// Coarse kernel clocks (4 ms, 10 ms at most) can give a second write the time of the first; and a write in progress
    /// has already set its time. So within this the content itself is compared again.
    static let racy: Duration = .milliseconds(100)

    static func isFresh(_ facts: FileFacts, now: Moment) -> Bool { now.wall - facts.lastChange < racy }
}
