import Glibc
import LazaretCore

extension Archive {
    static let reasonTemporary = FileName(".lazaret-reason.tmp")

    func put(_ order: ArchiveOrder, on shelves: inout Shelves, now: Moment) throws(NotMoved) -> Move {
        do throws(SystemFailure) {
            try probe(.verify)
            let file = order.file
            switch try file.look(now: now) {
            case .unchanged: break
            case .changed: throw SystemFailure(.rename, ESTALE)
            case .gone: throw SystemFailure(.rename, ENOENT)
            }
            if order.refusal == nil {
                return try move(order, to: try shelves.acceptedDay(), reserve: 0, now: now)
            }
            return try move(order, to: try shelves.rejectedShelf(), reserve: ReasonFile.suffix.utf8.count, now: now)
        } catch {
            throw NotMoved(result: verdict(on: error, order.file))
        }
    }

    /// Tries names until one is free.
    private func move(
        _ order: ArchiveOrder, to target: Directory, reserve: Int, now: Moment
    ) throws(SystemFailure) -> Move {
        let names = ArchiveName(name: order.file.entry.name, reserve: reserve)
        var attempt = 0
        var knownHash: String?
        while true {
            let hash = knownHash ?? (attempt == 0 ? "" : ContentHash.hex(order.file))
            if attempt > 0 { knownHash = hash }
            defer { attempt += 1 }
            guard let name = names.candidate(attempt, hash: hash, milliseconds: now.wall.milliseconds) else { continue }
            do throws(SystemFailure) {
                return try move(order, to: target, as: name, now: now)
            } catch  where error.code == EEXIST {
                continue
            }
        }
    }

    private func move(
        _ order: ArchiveOrder, to target: Directory, as name: FileName, now: Moment
    ) throws(SystemFailure) -> Move {
        let file = order.file
        if let refusal = order.refusal {
            guard try target.facts(of: name) == nil, try !isRejectedFile(name + ReasonFile.suffix, in: target) else {
                throw SystemFailure(.rename, EEXIST)
            }
            try writeReason(order, refusal, in: target, for: name, now: now)
        }
        var isCopy = false
        do throws(SystemFailure) {
            try probe(.move)
            do throws(SystemFailure) {
                try file.directory.renameExclusively(file.entry.name, to: target, as: name)
            } catch  where error.code == EXDEV {
                isCopy = true
                try copy(file, to: target, as: name, now: now)
            }
        } catch {
            // Not for this name, or not now: a reason without a file would only puzzle. A copy that was made keeps its own.
            if order.refusal != nil, try target.facts(of: name) == nil {
                try target.remove(name + ReasonFile.suffix)
            }
            throw error
        }
        let move = Move(directory: target, name: name, takesWriters: !isCopy)
        if !isCopy {
            try probe(.verifyMoved)
            let facts = try target.facts(of: name)
            if try facts?.isSameFile(as: file.handle.facts()) != true {
                // Renamed over between look and move: it is a new file, not yet read.
                _ = takeBack(order, move)
                throw SystemFailure(.rename, ESTALE)
            }
        }
        return move
    }

    /// Whether a producer's own file bears the name, and not a reason: it has a reason of its own.
    private func isRejectedFile(_ name: FileName, in target: Directory) throws(SystemFailure) -> Bool {
        let reason = name + ReasonFile.suffix
        guard reason.count <= ArchiveName.maximumLength, try target.facts(of: name) != nil else { return false }
        return try target.facts(of: reason) != nil
    }

    /// A reason that is already there without its file was left by a crash, and is replaced.
    private func writeReason(
        _ order: ArchiveOrder, _ refusal: Refusal, in target: Directory, for name: FileName, now: Moment
    ) throws(SystemFailure) {
        let reason = ReasonFile(
            file: order.file.entry.sourceFile, refusal: refusal, alertsTaken: order.alertsTaken,
            alertsRefused: order.alertsRefused, at: now.wall)
        try probe(.writeReason)
        try target.writeTemporary(Self.reasonTemporary, reason.json)
        try probe(.publishReason)
        try target.rename(Self.reasonTemporary, as: name + ReasonFile.suffix)
    }

    private func verdict(on failure: SystemFailure, _ file: InboxFile) -> ArchiveResult {
        switch (failure.call, failure.code) {
        case (.rename, ESTALE): return .changed
        case (.rename, ENOENT):
            do throws(SystemFailure) {
                return try file.directory.facts(of: file.entry.name) == nil ? .gone : .failed(failure)
            } catch {
                return .failed(error)
            }
        case (.rename, EPERM), (.rename, EBUSY), (.rename, ENAMETOOLONG), (.rename, EXDEV):
            return .unmovable(failure)
        case (.rename, EACCES) where isLocked(file), (.rename, EROFS) where isLocked(file):
            return .unmovable(failure)
        default: return .failed(failure)
        }
    }

    /// A tenant's directory that its owner has closed to us since it was opened is that tenant's matter. Whose the inbox itself is
    /// concerns every file.
    private func isLocked(_ file: InboxFile) -> Bool {
        guard file.entry.subdirectory != nil else { return false }
        do throws(SystemFailure) {
            try file.directory.checkCanBeEmptied()
            return false
        } catch {
            return true
        }
    }
}
