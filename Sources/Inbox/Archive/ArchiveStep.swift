import LazaretCore

/// The steps of putting a file away. A crash may come between any two; tests make it come.
enum ArchiveStep: CaseIterable, Sendable {
    case open
    case verify
    case writeReason
    case publishReason
    case move
    case verifyMoved
    case copy
    case publishCopy
    case retire
    case sync
    case verifyLast
}

/// Called before each step; throws to make it fail. Does nothing outside tests.
typealias ArchiveProbe = @Sendable (ArchiveStep) throws(SystemFailure) -> Void

/// A file whose alerts are durable, and where it goes.
struct ArchiveOrder: Sendable {
    let file: InboxFile
    /// Nil: to `accepted/`.
    let refusal: Refusal?
    let alertsTaken: Int
    let alertsRefused: Int
}

enum ArchiveResult: Hashable, Sendable {
    /// In `accepted/` or `rejected/` under this name.
    case moved(FileName)
    /// The name holds, or the file has, a new content: it stays, and is read again.
    case changed
    /// Somebody took it away before us. What it said is recorded.
    case gone
    /// This file alone cannot be moved (immutable, or owned by another in a sticky directory).
    case unmovable(SystemFailure)
    /// Something that concerns every file: a full disk, a missing directory. To be tried again.
    case failed(SystemFailure)
}
