import LazaretCore

/// Puts files away whose alerts are durable: to `accepted/DAY/NAME`, or `rejected/NAME` with `NAME.reason.json`.
///
/// Nothing is ever overwritten, and what leaves the inbox is exactly what was read: the name is compared with the open
/// descriptor before and after the rename, and content that changed meanwhile goes back. The reason is there before the
/// rejected file is. A crash between any two steps leaves each file either in the inbox (it is read again and finds itself
/// a duplicate) or whole at its place. All methods block.
struct Archive: Sendable {
    let accepted: String
    let rejected: String
    var probe: ArchiveProbe = { (_) throws(SystemFailure) in }

    /// The results in the order of `orders`. Every directory touched is synced once, at the end. Should that fail
    /// (`unsynced`), a power cut may bring files back to the inbox, as duplicates; no orders at all try the sync again.
    func file(_ orders: [ArchiveOrder], at now: Moment) -> (results: [ArchiveResult], unsynced: SystemFailure?) {
        var shelves = Shelves(archive: self, day: now.wall.day)
        var moves: [Move?] = []
        var results: [ArchiveResult] = []
        if orders.isEmpty { return ([], syncAgain(&shelves)) }
        for order in orders {
            do throws(NotMoved) {
                let move = try put(order, on: &shelves, now: now)
                moves.append(move)
                results.append(.moved(move.name))
            } catch {
                moves.append(nil)
                results.append(error.result)
            }
        }
        let unsynced = sync(orders, moves)
        for (index, move) in moves.enumerated() {
            guard let move, move.takesWriters else { continue }
            if isWritten(orders[index].file, since: now) {
                results[index] = takeBack(orders[index], move)
            }
        }
        return (results, unsynced)
    }

    private func sync(_ orders: [ArchiveOrder], _ moves: [Move?]) -> SystemFailure? {
        var synced: Set<ObjectIdentifier> = []
        do throws(SystemFailure) {
            try probe(.sync)
            // Targets first, so that no file is ever in neither place.
            let targets = moves.compactMap { $0?.directory }
            let sources = zip(orders, moves).compactMap { $1 == nil ? nil : $0.file.directory }
            for directory in targets + sources where synced.insert(ObjectIdentifier(directory)).inserted {
                try directory.sync()
            }
            return nil
        } catch {
            return error
        }
    }

    /// What an earlier batch moved and could not sync.
    private func syncAgain(_ shelves: inout Shelves) -> SystemFailure? {
        do throws(SystemFailure) {
            try probe(.sync)
            try shelves.acceptedDay().sync()
            try shelves.rejectedShelf().sync()
            return nil
        } catch {
            return error
        }
    }

    /// A writer that had the file open when it was moved may still have written to it.
    private func isWritten(_ file: InboxFile, since now: Moment) -> Bool {
        do throws(SystemFailure) {
            try probe(.verifyLast)
            return try !file.hasContentAsRead(now: now)
        } catch {
            // It could be read a moment ago. Unchanged is the likelier, and the other way would go round for ever.
            return false
        }
    }
}

/// A file that has been moved.
struct Move: Sendable {
    let directory: Directory
    let name: FileName
    /// It is the very file that a writer may still have open, not a copy.
    let takesWriters: Bool
}

/// Why a file has not been moved.
struct NotMoved: Error {
    let result: ArchiveResult
}
