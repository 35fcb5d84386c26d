import Glibc

/// Makes missing directories with the modes of the contract (section 8). What exists is left alone.
public enum InboxDirectories {
    /// `inbox`: producers of the group write, and what is made in it stays with the group.
    public static let inboxMode: UInt32 = 0o2770
    /// All others.
    public static let mode: UInt32 = 0o2750

    /// Makes `path` and, with ``mode``, the parents it lacks. Blocks.
    public static func create(_ path: String, mode: UInt32 = mode) throws(SystemFailure) {
        let absolute = path.hasPrefix("/")
        var parent = try Directory(path: absolute ? "/" : ".")
        let components = path.split(separator: "/").filter { $0 != "." }
        for (index, component) in components.enumerated() {
            let name = FileName(component)
            let isLast = index == components.count - 1
            parent = try open(name, in: parent, mode: isLast ? mode : Self.mode, following: true)
        }
    }

    /// Opens, and makes where only the last component is missing: a parent that is not there is a file system that is
    /// not mounted.
    static func open(_ path: String, mode: UInt32) throws(SystemFailure) -> Directory {
        do throws(SystemFailure) {
            return try Directory(path: path)
        } catch  where error.code == ENOENT {
            let components = path.split(separator: "/", omittingEmptySubsequences: true)
            guard let last = components.last else { throw error }
            let prefix = path.hasPrefix("/") ? "/" : "./"
            let parent = try Directory(path: prefix + components.dropLast().joined(separator: "/"))
            return try open(FileName(last), in: parent, mode: mode, following: true)
        }
    }

    static func open(
        _ name: FileName, in parent: Directory, mode: UInt32, following: Bool = false
    ) throws(SystemFailure) -> Directory {
        var isNew = false
        do throws(SystemFailure) {
            _ = try checked(.makeDirectory) { mkdirat(parent.descriptor.number, name.cString, mode_t(mode & 0o777)) }
            isNew = true
        } catch  where error.code == EEXIST {
            // Somebody else's: as it is.
        }
        let directory = try parent.subdirectory(name, following: following)
        if isNew {
            // mkdir obeys the umask and sets no group bit of its own. Where the parent has handed it down there is nothing to
            // change, and no need to ask a unit that forbids it (RestrictSUIDSGID).
            if try directory.mode() != mode {
                _ = try checked(.changeMode) { fchmod(directory.descriptor.number, mode_t(mode)) }
            }
            try parent.sync()
        }
        return directory
    }
}
