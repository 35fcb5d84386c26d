import Glibc
import LazaretCore

/// Removes old files from `accepted/`, `rejected/` and the outbox, some at a time. A file's age counts from when it was put
/// there: the rename sets its change time, whatever date the producer gave it.
///
/// Only regular files, only where intake puts them: in `accepted/` below directories named like a day; dot files and other
/// sub-directories are left alone. Used from one serial queue.
final class RetentionSweep: @unchecked Sendable {
    private struct Shelf {
        let directory: Directory
        let stream: DirectoryStream
        /// A day's directory, and where it stands: removed when empty and not of today or yesterday.
        let day: (parent: Directory, name: FileName)?
    }

    private let settings: RetentionSettings
    private let now: Instant
    private var days: [(parent: Directory, name: FileName)] = []
    private var paths: [String]
    private var current: Shelf?

    init(_ settings: RetentionSettings, now: Instant) {
        self.settings = settings
        self.now = now
        paths = [settings.rejected] + (settings.outbox.map { [$0] } ?? [])
    }

    /// Reads the days there are; nothing is removed yet. Blocks.
    func begin() throws(SystemFailure) {
        guard let accepted = try open(settings.accepted) else { return }
        let stream = try DirectoryStream(accepted)
        while let name = try stream.next(where: Self.isDay) {
            // Nothing in it can be older than the day itself.
            if let day = Instant(rfc3339: name.description + "T00:00:00Z"), day + settings.retention < now {
                days.append((accepted, name))
            }
        }
    }

    /// Looks at up to `limit` files. The number removed, or nil at the end. Blocks.
    func step(_ limit: Int) throws(SystemFailure) -> Int? {
        if current == nil { current = try next() }
        guard let shelf = current else { return nil }
        var removed = 0
        for _ in 0..<limit {
            guard let name = try shelf.stream.next(where: { $0.first != UInt8(ascii: ".") }) else {
                try finish(shelf)
                current = nil
                break
            }
            if let facts = try shelf.directory.facts(of: name), facts.kind == .regular,
                facts.changed.instant + settings.retention < now, try shelf.directory.remove(name)
            {
                removed += 1
            }
        }
        return removed
    }

    private func next() throws(SystemFailure) -> Shelf? {
        while let (parent, name) = days.popLast() {
            guard try parent.facts(of: name)?.kind == .directory else { continue }
            let directory = try parent.subdirectory(name)
            return Shelf(directory: directory, stream: try DirectoryStream(directory), day: (parent, name))
        }
        while let path = paths.popLast() {
            guard let directory = try open(path) else { continue }
            return Shelf(directory: directory, stream: try DirectoryStream(directory), day: nil)
        }
        return nil
    }

    private func finish(_ shelf: Shelf) throws(SystemFailure) {
        guard let (parent, name) = shelf.day, name.description < (now - .seconds(86_400)).day else { return }
        do throws(SystemFailure) {
            try parent.remove(name, isDirectory: true)
        } catch  where error.code == ENOTEMPTY || error.code == EEXIST {
            // Some of it is younger.
        }
    }

    private func open(_ path: String) throws(SystemFailure) -> Directory? {
        do throws(SystemFailure) {
            return try Directory(path: path)
        } catch  where error.code == ENOENT {
            return nil
        }
    }

    private static func isDay(_ name: UnsafeBufferPointer<UInt8>) -> Bool {
        name.count == 10
            && name.enumerated().allSatisfy { index, byte in
                index == 4 || index == 7 ? byte == UInt8(ascii: "-") : (48...57).contains(byte)
            }
    }
}
