import LazaretCore

/// A file that gate and mappings have seen, on its way into the action log.
struct ReadyFile: Sendable {
    let file: InboxFile
    let mapped: MappedFile

    var intake: IntakeFile {
        IntakeFile(sourceFile: file.entry.sourceFile, subdirectory: file.entry.subdirectory, mapped: mapped)
    }
}

/// What the service is to do next. At most one of each kind is under way, but for `map`.
enum IntakeEffect: Sendable {
    /// Open the directories anew and begin to list them.
    case openScan(InboxFolders)
    case list(InboxScan, limit: Int)
    case read([Candidate], budget: Int)
    case map([InboxFile])
    case commit([ReadyFile])
    case archive([ArchiveOrder])
}

/// How it ended.
enum IntakeStageEnd: Sendable {
    case scanOpened(Result<OpenedScan, SystemFailure>)
    case listed(Result<[InboxEntry], SystemFailure>, limit: Int)
    case read([Candidate], [Finding], shortage: SystemFailure?)
    case mapped([ReadyFile])
    /// The mapper is being shut down: nothing is known of the files, they stay for the next start.
    case unmapped([InboxFile])
    case committed(CommitEnd)
    case archived([ArchiveOrder], [ArchiveResult], unsynced: SystemFailure?)
}

struct OpenedScan: Sendable {
    let folders: InboxFolders
    let scan: InboxScan
}

struct CommitEnd: Sendable {
    enum Outcome: Sendable {
        case recorded([IntakeReceipt])
        /// Nothing was written.
        case failed(String)
    }

    /// In the order of the receipts.
    var files: [ReadyFile]
    /// Found changed just before the commit, and left out of it.
    var changed: [InboxFile]
    var outcome: Outcome
}
