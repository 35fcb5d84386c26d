import DequeModule
import LazaretCore

extension IntakeMachine {
    /// Everything that can start now, marked as started.
    mutating func effects(at now: Steady) -> [IntakeEffect] {
        var effects: [IntakeEffect] = []
        // What is recorded is put away even when stopping, once. First: a commit begins only where little is owed.
        let isOwing = !owed.isEmpty || isSyncOwed && !isStopping
        if !isArchiving, isOwing, archiving.allows(now) || isStopping {
            isArchiving = true
            isSyncOwed = false
            effects.append(.archive(owed))
            owed = []
        }
        if !isStopping {
            if let effect = readerEffect(at: now) {
                isReaderBusy = true
                effects.append(effect)
            }
            while mappings < settings.mappingsInFlight, !toMap.isEmpty {
                let files = Array(toMap.prefix(min(Self.mapChunk, settings.mappingsInFlight - mappings)))
                toMap.removeFirst(files.count)
                mappings += files.count
                effects.append(.map(files))
            }
            if !isCommitting, isBatch(at: now), committing.allows(now), owed.count < settings.filesPerBatch {
                readySince = nil
                isCommitting = true
                let files = Array(ready.prefix(settings.filesPerBatch))
                ready.removeFirst(files.count)
                effects.append(.commit(files))
            }
        }
        return effects
    }

    /// Is what is ready to be committed now? The more there is in a transaction, the less of it each file costs: so a batch that
    /// is not full lingers while more is on its way.
    private func isBatch(at now: Steady) -> Bool {
        guard !ready.isEmpty else { return false }
        let isMoreComing = isReaderBusy || mappings > 0 || !toMap.isEmpty
        return !isMoreComing || ready.count >= settings.filesPerBatch || lingersUntil.map { $0 <= now } ?? true
    }

    private mutating func readerEffect(at now: Steady) -> IntakeEffect? {
        guard !isReaderBusy, reading.allows(now) else { return nil }
        if let nextScan, nextScan <= now {
            self.nextScan = nil
            isScanWanted = true
        }
        if isScanWanted, scan == nil {
            isScanWanted = false
            return .openScan(folders)
        }
        let room = min(Self.readChunk, settings.filesInHand - inHand.count)
        guard room > 0, bytesInHand <= settings.bytesPerBatch else { return nil }
        if let scan, listed.isEmpty { return .list(scan, limit: settings.filesPerBatch) }
        let candidates = candidates(room, at: now)
        return candidates.isEmpty ? nil : .read(candidates, budget: settings.bytesPerBatch - bytesInHand)
    }

    /// New names and listed names share the room by halves where there are both: neither a backlog nor a flood starves
    /// the other.
    private mutating func candidates(_ room: Int, at now: Steady) -> [Candidate] {
        while true {
            let names = names(room, at: now)
            let candidates = names.compactMap { candidate($0.entry, $0.hint) }
            if !candidates.isEmpty || names.isEmpty { return candidates }
        }
    }

    private mutating func names(_ room: Int, at now: Steady) -> [(entry: InboxEntry, hint: Stillness.Hint?)] {
        var names: [(entry: InboxEntry, hint: Stillness.Hint?)] = []
        let share = listed.isEmpty ? room : (room + 1) / 2
        names += waiting.due(share, at: now).map { ($0, nil) }
        names += arrivals.take(share - names.count)
        let rest = room - names.count
        names += listed.prefix(rest).map { ($0, nil) }
        listed = listed.dropFirst(rest)
        return names
    }

    private mutating func candidate(_ entry: InboxEntry, _ hint: Stillness.Hint?) -> Candidate? {
        guard let directory = folders.directory(of: entry), !settings.isTenantDirectory(entry) else { return nil }
        guard inHand.insert(entry).inserted else {
            if let hint { deferred[entry] = hint }
            return nil
        }
        return Candidate(
            entry: entry, directory: directory, hint: hint, seen: waiting[entry],
            unmovable: irregular.unmovable(entry))
    }
}
