import Glibc

/// The inbox and the tenants' sub-directories that are there, open and, where possible, watched.
struct InboxFolders: Sendable {
    struct Folder: Sendable {
        let subdirectory: String?
        let directory: Directory
        let facts: FileFacts
        let watch: WatchHints.Watch?
    }

    private(set) var folders: [Folder] = []
    /// Sub-directories of a tenant's name that are none.
    private(set) var irregular: [(InboxEntry, Irregularity)] = []
    private(set) var unwatched: SystemFailure?

    func directory(of entry: InboxEntry) -> Directory? {
        folders.first { $0.subdirectory == entry.subdirectory }?.directory
    }

    func entry(_ place: WatchHints.Place) -> InboxEntry? {
        folders.first { $0.watch == place.watch }.map { InboxEntry(subdirectory: $0.subdirectory, name: place.name) }
    }

    func has(_ watch: WatchHints.Watch) -> Bool { folders.contains { $0.watch == watch } }

    /// Opens by path anew: a directory that was replaced or mounted over is noticed. Watches before anybody lists, so that
    /// nothing falls in between. Blocks.
    func refreshed(
        _ settings: InboxSettings, watcher: DirectoryWatcher?
    ) throws(SystemFailure) -> InboxFolders {
        var fresh = InboxFolders()
        let root = try InboxDirectories.open(settings.directory, mode: InboxDirectories.inboxMode)
        try fresh.add(nil, root, from: self, watcher)
        for tenant in settings.tenants {
            let name = FileName(tenant)
            let entry = InboxEntry(subdirectory: nil, name: name)
            do throws(SystemFailure) {
                let directory = try root.subdirectory(name)
                do throws(SystemFailure) {
                    try directory.checkCanBeEmptied()
                } catch {
                    fresh.irregular.append((entry, .cannotBeEmptied(error)))
                    continue
                }
                try fresh.add(tenant, directory, from: self, watcher)
            } catch  where error.code == ENOENT {
                // A tenant without a sub-directory.
            } catch  where error.code == ELOOP || error.code == ENOTDIR {
                let kind = try root.facts(of: name)?.kind ?? .regular
                fresh.irregular.append((entry, .notADirectory(kind)))
            } catch {
                fresh.irregular.append((entry, .cannotBeRead(error)))
            }
        }
        for folder in folders {
            if let watch = folder.watch, !fresh.has(watch) { watcher?.stop(watch) }
        }
        return fresh
    }

    /// A directory that is the same as before keeps its descriptor and its watch.
    private mutating func add(
        _ subdirectory: String?, _ directory: Directory, from old: InboxFolders, _ watcher: DirectoryWatcher?
    ) throws(SystemFailure) {
        let facts = try directory.descriptor.facts()
        let before = old.folders.first { $0.subdirectory == subdirectory && $0.facts.isSameFile(as: facts) }
        // Of what is open already the archive may have an original on its way out.
        if before == nil { try Archive.giveBack(in: directory) }
        var watch: WatchHints.Watch?
        do throws(SystemFailure) {
            // The same directory gives the same watch, and one that has ended a new one.
            watch = try watcher?.watch(directory)
        } catch {
            unwatched = error
        }
        folders.append(
            Folder(
                subdirectory: subdirectory, directory: before?.directory ?? directory, facts: facts, watch: watch))
    }
}
