import LazaretCore

extension IntakeMachine {
    mutating func hold(_ file: InboxFile) {
        switch file.content {
        case .bytes(let bytes):
            bytesInHand += bytes.count
            toMap.append(file)
        case .unread(let refusal):
            mapped(ReadyFile(file: file, mapped: MappedFile(refusal: refusal)))
        }
    }

    /// The file goes out of hand; `again`: it is to be looked at anew.
    private mutating func letGo(_ file: InboxFile, again: Bool = false) {
        if case .bytes(let bytes) = file.content { bytesInHand -= bytes.count }
        release(file.entry)
        if again { arrivals.add(file.entry, nil) }
    }

    mutating func handle(_ end: IntakeStageEnd, at now: Moment) {
        switch end {
        case .scanOpened(let opened): handle(opened, now)
        case .listed(let names, let limit): handle(names, limit, now)
        case .read(let candidates, let findings, let shortage): handle(candidates, findings, shortage, now)
        case .mapped(let files):
            mappings -= files.count
            for file in files { mapped(file, at: now) }
        case .unmapped(let files):
            mappings -= files.count
            for file in files { letGo(file) }
        case .committed(let end): handle(end, now)
        case .archived(let orders, let results, let unsynced): handle(orders, results, unsynced, now)
        }
    }

    private mutating func handle(
        _ candidates: [Candidate], _ findings: [Finding], _ shortage: SystemFailure?, _ now: Moment
    ) {
        isReaderBusy = false
        for (candidate, finding) in zip(candidates, findings) { handle(candidate, finding, at: now) }
        for candidate in candidates.dropFirst(findings.count) {
            release(candidate.entry)
            arrivals.add(candidate.entry, candidate.hint)
        }
        if let shortage {
            reading.fail(at: now.steady)
            note(.resources, shortage.description)
        } else {
            reading.succeed()
            note(.resources, nil)
        }
    }

    private mutating func mapped(_ file: ReadyFile, at now: Moment? = nil) {
        if let now, !Finality.isFinal(file.mapped, of: file.file) {
            wait(file.file.entry, stillness.observe(file.file.facts, now: now), now)
            letGo(file.file)
        } else {
            ready.append(file)
        }
    }

    private mutating func handle(_ end: CommitEnd, _ now: Moment) {
        isCommitting = false
        for file in end.changed { letGo(file, again: true) }
        switch end.outcome {
        case .failed(let text):
            // In hand as they are: nothing is read or mapped twice for it.
            ready = end.files + ready
            committing.fail(at: now.steady)
            note(.actionLog, text)
        case .recorded(let receipts):
            committing.succeed()
            note(.actionLog, nil)
            var totals = IntakeTotals()
            for (file, receipt) in zip(end.files, receipts) {
                totals.add(receipt)
                let sourceFile = file.file.entry.sourceFile
                if let refusal = receipt.refusal {
                    events.append(.refused(sourceFile: sourceFile, refusal, receipt))
                } else {
                    events.append(.taken(sourceFile: sourceFile, receipt))
                }
                owed.append(
                    ArchiveOrder(
                        file: file.file, refusal: receipt.refusal, alertsTaken: receipt.alertsTaken,
                        alertsRefused: receipt.alertsRefused))
            }
            if !receipts.isEmpty { events.append(.recorded(totals)) }
        }
    }

    private mutating func handle(
        _ orders: [ArchiveOrder], _ results: [ArchiveResult], _ unsynced: SystemFailure?, _ now: Moment
    ) {
        isArchiving = false
        isSyncOwed = unsynced != nil
        var failure = unsynced
        var failed: [ArchiveOrder] = []
        for (order, result) in zip(orders, results) {
            switch result {
            case .moved(let name):
                events.append(.putAway(sourceFile: order.file.entry.sourceFile, name: name.description))
                letGo(order.file)
            case .gone: letGo(order.file)
            case .changed:
                events.append(.stayed(sourceFile: order.file.entry.sourceFile))
                letGo(order.file, again: true)
            case .unmovable(let failure):
                noteIrregular(order.file.entry, .unmovable(failure), facts: order.file.facts)
                letGo(order.file)
            case .failed(let reason):
                failure = reason
                failed.append(order)
            }
        }
        owed = failed + owed
        if let failure {
            archiving.fail(at: now.steady)
            note(.archive, failure.description)
            // The daemon ends: they are found again, as duplicates.
            if isStopping { owed = [] }
        } else {
            archiving.succeed()
            note(.archive, nil)
        }
    }
}
