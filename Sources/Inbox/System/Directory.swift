import CLinux
import Glibc

/// An open directory. Names are looked up in it by descriptor, so what its own path becomes meanwhile does not matter.
/// Every method blocks.
final class Directory: Sendable {
    let descriptor: Descriptor

    private init(_ descriptor: Descriptor) {
        self.descriptor = descriptor
    }

    /// Follows symbolic links: the path is the administrator's.
    convenience init(path: String) throws(SystemFailure) {
        let number = try checked(.open) { Glibc.open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC) }
        self.init(Descriptor(owning: number))
    }

    /// Follows no link unless told to: what stands in the directory may be anybody's.
    func subdirectory(_ name: FileName, following: Bool = false) throws(SystemFailure) -> Directory {
        let flags = O_RDONLY | O_DIRECTORY | O_CLOEXEC | (following ? 0 : O_NOFOLLOW)
        let number = try checked(.open) { openat(descriptor.number, name.cString, flags) }
        return Directory(Descriptor(owning: number))
    }

    /// Permissions and set-ID bits, as chmod takes them.
    func mode() throws(SystemFailure) -> UInt32 {
        var status = stat()
        _ = try checked(.stat) { fstat(descriptor.number, &status) }
        return UInt32(status.st_mode) & 0o7777
    }

    /// Throws what forbids to move names out of it, as far as it shows beforehand: permissions, a read-only file system, the sticky
    /// bit of another's directory, out of which only a file's owner moves it.
    func checkCanBeEmptied() throws(SystemFailure) {
        _ = try checked(.rename) { faccessat(descriptor.number, ".", W_OK | X_OK, AT_EACCESS) }
        var status = stat()
        _ = try checked(.stat) { fstat(descriptor.number, &status) }
        if status.st_mode & S_ISVTX != 0, status.st_uid != geteuid(), geteuid() != 0 {
            throw SystemFailure(.rename, EPERM)
        }
    }

    /// Of the name itself, where it is a link too. Nil where there is no such name.
    func facts(of name: FileName) throws(SystemFailure) -> FileFacts? {
        var status = stat()
        do throws(SystemFailure) {
            _ = try checked(.stat) { fstatat(descriptor.number, name.cString, &status, AT_SYMLINK_NOFOLLOW) }
        } catch  where error.code == ENOENT {
            return nil
        }
        return FileFacts(status)
    }

    func open(_ name: FileName, _ flags: Int32, mode: mode_t = 0) throws(SystemFailure) -> Descriptor {
        Descriptor(
            owning: try checked(.open) { openat(descriptor.number, name.cString, flags | O_CLOEXEC | O_NOFOLLOW, mode) }
        )
    }

    /// Fails with EEXIST where `newName` is taken. Where the file system knows no exclusive rename, looks first: the target
    /// is then a directory that only the daemon writes.
    func renameExclusively(_ name: FileName, to target: Directory, as newName: FileName) throws(SystemFailure) {
        let (from, to) = (descriptor.number, target.descriptor.number)
        do throws(SystemFailure) {
            _ = try checked(.rename) { lz_rename_exclusively(from, name.cString, to, newName.cString) }
        } catch  where error.code == EINVAL || error.code == ENOSYS {
            guard try target.facts(of: newName) == nil else { throw SystemFailure(.rename, EEXIST) }
            _ = try checked(.rename) { renameat(from, name.cString, to, newName.cString) }
        }
    }

    /// Replaces `newName` where it is there.
    func rename(_ name: FileName, as newName: FileName) throws(SystemFailure) {
        _ = try checked(.rename) {
            renameat(descriptor.number, name.cString, descriptor.number, newName.cString)
        }
    }

    /// False where there was no such name.
    @discardableResult
    func remove(_ name: FileName, isDirectory: Bool = false) throws(SystemFailure) -> Bool {
        do throws(SystemFailure) {
            _ = try checked(.unlink) { unlinkat(descriptor.number, name.cString, isDirectory ? AT_REMOVEDIR : 0) }
        } catch  where error.code == ENOENT {
            return false
        }
        return true
    }

    /// Writes the whole file under a name of the daemon's own (what a crash left there is replaced), durably unless told
    /// otherwise. The caller renames it and syncs the directory.
    func writeTemporary(_ name: FileName, _ bytes: [UInt8], isSynced: Bool = true) throws(SystemFailure) {
        let flags = O_WRONLY | O_CREAT | O_EXCL
        let file: Descriptor
        do throws(SystemFailure) {
            file = try open(name, flags, mode: 0o640)
        } catch  where error.code == EEXIST {
            try remove(name)
            file = try open(name, flags, mode: 0o640)
        }
        try file.write(bytes)
        if isSynced { try file.sync() }
    }

    func sync() throws(SystemFailure) { try descriptor.sync() }

    /// One call for many files: their content too.
    func syncFileSystem() throws(SystemFailure) {
        _ = try checked(.sync) { lz_sync_file_system(descriptor.number) }
    }
}
