import LazaretCore

/// The target directories of one batch, opened when first needed and made where missing.
struct Shelves {
    private let archive: Archive
    private let day: String
    private var accepted: Result<Directory, SystemFailure>?
    private var rejected: Result<Directory, SystemFailure>?

    init(archive: Archive, day: String) {
        self.archive = archive
        self.day = day
    }

    /// `accepted/DAY`.
    mutating func acceptedDay() throws(SystemFailure) -> Directory {
        if let accepted { return try accepted.get() }
        let opened = attempt { () throws(SystemFailure) in
            let parent = try InboxDirectories.open(archive.accepted, mode: InboxDirectories.mode)
            return try InboxDirectories.open(FileName(day), in: parent, mode: InboxDirectories.mode)
        }
        accepted = opened
        return try opened.get()
    }

    mutating func rejectedShelf() throws(SystemFailure) -> Directory {
        if let rejected { return try rejected.get() }
        let opened = attempt { () throws(SystemFailure) in
            try InboxDirectories.open(archive.rejected, mode: InboxDirectories.mode)
        }
        rejected = opened
        return try opened.get()
    }

    private func attempt(
        _ open: () throws(SystemFailure) -> Directory
    ) -> Result<Directory, SystemFailure> {
        do throws(SystemFailure) {
            try archive.probe(.open)
            return .success(try open())
        } catch {
            return .failure(error)
        }
    }
}
