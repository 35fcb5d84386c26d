import LazaretCore

/// A file of the inbox, opened once and, unless refused unread, read once.
struct InboxFile: Sendable {
    let entry: InboxEntry
    let directory: Directory
    /// Kept open until the file is put away: while it is, nothing else can have its inode number.
    let handle: Descriptor
    /// As read. Of a file that was refused unread: as seen.
    let facts: FileFacts
    let content: Content
    /// It has lain still: what is found in it is final.
    let isStill: Bool

    enum Content: Sendable {
        case bytes([UInt8])
        /// Too large, or unreadable. `handle` cannot be read then.
        case unread(Refusal)
    }

    /// Empty where it was not read.
    var bytes: [UInt8] { if case .bytes(let bytes) = content { bytes } else { [] } }

    /// True where name and content are still what was taken: the name leads to the same file, and nobody has written.
    /// Blocks.
    func isUnchanged(now: Moment) throws(SystemFailure) -> Bool { try look(now: now) == .unchanged }

    enum Look {
        case unchanged
        case changed
        /// There is no such name any more.
        case gone
    }

    func look(now: Moment) throws(SystemFailure) -> Look {
        guard let named = try directory.facts(of: entry.name) else { return .gone }
        guard named.hasSameContent(as: facts) else { return .changed }
        return try hasContentAsRead(now: now) ? .unchanged : .changed
    }

    /// As ``isUnchanged(now:)``, whatever the name has become.
    func hasContentAsRead(now: Moment) throws(SystemFailure) -> Bool {
        let current = try handle.facts()
        guard current.hasSameContent(as: facts) else { return false }
        guard case .bytes(let bytes) = content else { return true }
        // The modification time can be set back, the change time cannot; it also changes with permissions and names.
        guard Stillness.isFresh(current, now: now) || current.changed != facts.changed else { return true }
        return try handle.read(limit: bytes.count + 1) == bytes
    }
}
