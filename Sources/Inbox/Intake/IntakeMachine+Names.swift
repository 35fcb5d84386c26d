import LazaretCore

extension IntakeMachine {
    /// While this many names wait to be looked at, more stay in the box, which is bounded.
    var hasRoomForTriggers: Bool { arrivals.count < Self.waitingLimit }

    mutating func absorb(_ pending: TriggerBox.Pending) {
        if pending.isRescanWanted { isScanWanted = true }
        let hints = pending.hints
        for _ in 0..<hints.overflows { events.append(.overflow) }
        if hints.overflows > 0 || hints.lost.contains(where: folders.has) { isScanWanted = true }
        for place in hints.places {
            guard let change = hints.changes[place], let entry = folders.entry(place) else { continue }
            switch change {
            case .complete: arrive(entry, .complete)
            case .written: arrive(entry, .written)
            // A link is all that some producers make of it: it is looked at, and lies still first.
            case .created: arrive(entry, nil)
            case .directory: if settings.isTenantDirectory(entry) { isScanWanted = true }
            case .gone: break
            }
        }
    }

    private mutating func arrive(_ entry: InboxEntry, _ hint: Stillness.Hint?) {
        if let hint, inHand.contains(entry) {
            deferred[entry] = hint
        } else {
            arrivals.add(entry, hint)
        }
    }

    mutating func handle(_ candidate: Candidate, _ finding: Finding, at now: Moment) {
        let entry = candidate.entry
        switch finding {
        case .file(let file):
            waiting.remove(entry)
            irregular.forget(entry)
            hold(file)
        case .wait(let observation):
            wait(entry, observation, now)
            release(entry)
        case .irregular(let irregularity):
            waiting.remove(entry)
            noteIrregular(entry, irregularity)
            release(entry)
        case .recorded:
            waiting.remove(entry)
            release(entry)
        case .gone:
            waiting.remove(entry)
            irregular.forget(entry)
            release(entry)
        }
    }

    mutating func wait(_ entry: InboxEntry, _ observation: Stillness.Observation, _ now: Moment) {
        if waiting.put(entry, observation) { return }
        // No room to remember it: it is found again by then.
        let due = now.steady + settings.settle
        nextScan = min(nextScan ?? due, due)
    }

    mutating func noteIrregular(_ entry: InboxEntry, _ irregularity: Irregularity, facts: FileFacts? = nil) {
        if irregular.note(entry, irregularity, facts: facts) {
            events.append(.irregular(sourceFile: entry.sourceFile, irregularity))
        } else if irregular.isFull, !irregular.knows(entry), !hasSaidTooManyIrregular {
            hasSaidTooManyIrregular = true
            events.append(.tooManyIrregular)
        }
    }

    /// The name is with no stage any more. What was heard of it meanwhile is looked at now.
    mutating func release(_ entry: InboxEntry) {
        inHand.remove(entry)
        if let hint = deferred.removeValue(forKey: entry) { arrivals.add(entry, hint) }
    }
}
