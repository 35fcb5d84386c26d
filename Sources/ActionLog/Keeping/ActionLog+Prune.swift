import GRDB
public import LazaretCore

/// What retention removed.
public struct Pruned: Hashable, Sendable {
    public var actions = 0
    public var alerts = 0
    public var attempts = 0
    public var files = 0
    public var events = 0

    fileprivate var isNothing: Bool { self == Pruned() }
}

/// One step of retention, as it was.
public struct PruneStep: Sendable {
    /// What was removed so far, by this step too.
    public var sum: Pruned
    /// When it had the log to itself.
    public var began: Steady
    /// When its rows were gone and its commit began.
    public var worked: Steady
    /// When its commit was durable: whoever wrote meanwhile waited until now, at most since ``began``.
    public var ended: Steady
}

extension ActionLog {
    /// Applies retention: removes what ended before `cutoff`, with its attempts, alerts and events. Never an action that is
    /// not final, nor an event behind one that must stay (docs/event-chain.md).
    ///
    /// A row of short transactions, each as large as keeps it, its commit included, near ``stepTime`` by `now`: sized by the ones
    /// before, and ended before its size where its rows alone have taken so long. A cancelled task stops between two of them.
    /// After each, what it wrote is copied into the database over a connection apart, so that no commit has much to copy, and
    /// as long as the step took nothing is done: a writer of another process, which can only try
    /// again and again, gets its turn. Each tells what it did in a `pruned` event.
    ///
    /// - Parameters:
    ///   - comment: a person's; in an event of its own after the first that tells what went, because a `pruned` event's
    ///     detail is part of the chain's proof.
    ///   - progress: called after each of the steps.
    ///   - rest: waits for so long.
    public func prune(
        before cutoff: Instant, actor: String, comment: String = "",
        progress: @Sendable (PruneStep) -> Void = { _ in },
        rest: @Sendable (Duration) async -> Void = { try? await Task.sleep(for: $0) },
        at now: @escaping @Sendable () -> Moment
    ) async throws -> Pruned {
        var sum = Pruned()
        var step = Self.firstStep
        var sweep = Sweep(cutoff: cutoff.stored, actor: actor.storable())
        let ownCheckpointer = checkpointer == nil ? try Checkpointer(beside: database) : nil
        while !Task.isCancelled {
            let remark = sum.isNothing ? comment : ""
            let (size, start, before) = (step, now(), sweep)
            let (part, after, began, worked) = try await write(at: start) { transaction in
                let began = now().steady
                var sweep = before
                let part = try sweep.go(on: transaction, step: size) { now().steady - began > Self.stepTime }
                if !part.isNothing && !remark.isEmpty {
                    let detail = Event.detail(comment: remark)
                    try transaction.append(Event(word: .pruned, actor: sweep.actor, detail: detail))
                }
                return (part, sweep, began, now().steady)
            }
            let ended = now().steady
            let took = ended - began
            sweep = after
            sum.add(part)
            progress(PruneStep(sum: sum, began: began, worked: worked, ended: ended))
            guard sweep.phase != nil else { break }
            // What a row of another kind costs is not known yet.
            if sweep.phase != before.phase { step = Self.firstStep }
            if took > Self.stepTime { step = max(step / 2, 5) }
            if took < Self.stepTime / 2 { step = min(step * 2, 1000) }
            try await (checkpointer ?? ownCheckpointer)?.copy()
            if took > .zero { await rest(took) }
        }
        try ownCheckpointer?.close()
        return sum
    }

    private static let firstStep = 20
    private static let stepTime: Duration = .milliseconds(15)
}

extension Pruned {
    fileprivate mutating func add(_ part: Pruned) {
        actions += part.actions
        alerts += part.alerts
        attempts += part.attempts
        files += part.files
        events += part.events
    }
}
