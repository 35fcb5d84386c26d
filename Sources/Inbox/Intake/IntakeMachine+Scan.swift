import LazaretCore

extension IntakeMachine {
    mutating func handle(_ opened: Result<OpenedScan, SystemFailure>, _ now: Moment) {
        isReaderBusy = false
        switch opened {
        case .success(let opened):
            folders = opened.folders
            scan = opened.scan
            scannedFiles = 0
            irregular.beginPass()
            for (entry, irregularity) in folders.irregular {
                noteIrregular(entry, irregularity)
                irregular.see(entry)
            }
            if let failure = folders.unwatched, !hasSaidNotWatching {
                hasSaidNotWatching = true
                events.append(.notWatching(failure))
            }
        case .failure(let failure): failScan(failure, now)
        }
    }

    mutating func handle(_ names: Result<[InboxEntry], SystemFailure>, _ limit: Int, _ now: Moment) {
        isReaderBusy = false
        switch names {
        case .success(let names):
            for entry in names { irregular.see(entry) }
            listed = names[...]
            scannedFiles += names.count
            if names.count < limit { endScan() }
        case .failure(let failure): failScan(failure, now)
        }
    }

    private mutating func endScan() {
        if scan != nil { events.append(.scanned(files: scannedFiles)) }
        scan = nil
        irregular.endPass()
        hasSaidTooManyIrregular = hasSaidTooManyIrregular && irregular.isFull
        reading.succeed()
        note(.inbox, nil)
    }

    /// The inbox cannot be opened or listed: tried again, sooner than the next scan would be.
    private mutating func failScan(_ failure: SystemFailure, _ now: Moment) {
        scan = nil
        isScanWanted = true
        reading.fail(at: now.steady)
        note(.inbox, failure.description)
    }
}
