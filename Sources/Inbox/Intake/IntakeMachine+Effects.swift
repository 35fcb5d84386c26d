import LazaretCore

extension IntakeMachine {
    /// Everything that can start now, marked as started.
    mutating func effects(at now: Steady) -> [IntakeEffect] {
        var effects: [IntakeEffect] = []
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
            if !isCommitting, !ready.isEmpty, committing.allows(now), owed.count < settings.filesPerBatch {
                isCommitting = true
                effects.append(.commit(Array(ready.prefix(settings.filesPerBatch))))
                ready.removeFirst(min(settings.filesPerBatch, ready.count))
            }
        }
        // What is recorded is put away even when stopping, once.
        let isOwing = !owed.isEmpty || isSyncOwed && !isStopping
        if !isArchiving, isOwing, archiving.allows(now) || isStopping {
            isArchiving = true
            isSyncOwed = false
            effects.append(.archive(owed))
            owed = []
        }
        return effects
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
        let room = min(Self.readChunk, 2 * settings.filesPerBatch - inHand.count)
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
        guard let directory = folders.directory(of: entry) else { return nil }
        guard inHand.insert(entry).inserted else {
            if let hint { deferred[entry] = hint }
            return nil
        }
        return Candidate(
            entry: entry, directory: directory, hint: hint, seen: waiting[entry],
            unmovable: irregular.unmovable(entry))
    }
}
