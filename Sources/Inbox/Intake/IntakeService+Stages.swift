import BlockingWork
import LazaretCore

extension IntakeService {
    func perform(_ effect: IntakeEffect) async -> IntakeStageEnd {
        switch effect {
        case .openScan(let folders): .scanOpened(await openScan(folders))
        case .list(let scan, let limit): .listed(await list(scan, limit), limit: limit)
        case .read(let candidates, let budget): await read(candidates, budget)
        case .map(let files): await map(files)
        case .commit(let files): .committed(await commit(files))
        case .archive(let orders): await putAway(orders)
        }
    }

    private func openScan(_ folders: InboxFolders) async -> Result<OpenedScan, SystemFailure> {
        await readQueue.run { [settings, watcher] in
            do throws(SystemFailure) {
                let folders = try folders.refreshed(settings, watcher: watcher)
                return .success(OpenedScan(folders: folders, scan: try InboxScan(folders)))
            } catch {
                return .failure(error)
            }
        }
    }

    private func list(_ scan: InboxScan, _ limit: Int) async -> Result<[InboxEntry], SystemFailure> {
        await readQueue.run {
            do throws(SystemFailure) {
                return .success(try scan.next(limit))
            } catch {
                return .failure(error)
            }
        }
    }

    private func read(_ candidates: [Candidate], _ budget: Int) async -> IntakeStageEnd {
        let now = time.now()
        return await readQueue.run { [reader] in
            let (findings, _, shortage) = reader.read(candidates, budget: budget, now: now)
            return .read(candidates, findings, shortage: shortage)
        }
    }

    private func map(_ files: [InboxFile]) async -> IntakeStageEnd {
        do {
            let mapped = try await mapper.map(files.map { ($0.bytes, $0.entry.name.description) })
            return .mapped(zip(files, mapped).map { ReadyFile(file: $0, mapped: $1) })
        } catch {
            return .unmapped(files)
        }
    }

    /// The last look before what was read becomes an order: a file that was written to meanwhile is left out.
    private func commit(_ files: [ReadyFile]) async -> CommitEnd {
        let now = time.now()
        let isUnchanged = await commitQueue.run {
            files.map { file in
                do throws(SystemFailure) {
                    return try file.file.isUnchanged(now: now)
                } catch {
                    // Read again, it says what is wrong.
                    return false
                }
            }
        }
        var end = CommitEnd(files: [], changed: [], outcome: .recorded([]))
        for (file, isUnchanged) in zip(files, isUnchanged) {
            if isUnchanged { end.files.append(file) } else { end.changed.append(file.file) }
        }
        if end.files.isEmpty { return end }
        if Task.isCancelled {
            end.outcome = .failed("stopping")
            return end
        }
        do {
            let receipts = try await log.takeIn(end.files.map(\.intake), rules: rules(), at: now)
            guard receipts.count == end.files.count else { throw ReceiptsMissing() }
            end.outcome = .recorded(receipts)
        } catch {
            end.outcome = .failed(String(String(describing: error).prefix(500)))
        }
        return end
    }

    private func putAway(_ orders: [ArchiveOrder]) async -> IntakeStageEnd {
        let now = time.now()
        return await archiveQueue.run { [archive] in
            let (results, unsynced) = archive.file(orders, at: now)
            return .archived(orders, results, unsynced: unsynced)
        }
    }
}

/// The action log broke its word: one receipt a file.
private struct ReceiptsMissing: Error, CustomStringConvertible {
    var description: String { "the action log gave fewer receipts than files" }
}
