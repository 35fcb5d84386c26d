import Foundation
import Glibc

/// A file system of 16 MB, to be filled.
enum SmallDisk {
    /// Root in a container may be forbidden to mount: tried once.
    static let isPossible: Bool = {
        var name = Array((NSTemporaryDirectory() + "lazaret-disk-XXXXXX").utf8CString)
        guard geteuid() == 0, let folder = mkdtemp(&name) else { return false }
        defer { rmdir(folder) }
        guard mount(at: String(cString: folder)) else { return false }
        unmount(String(cString: folder))
        return true
    }()

    static func mount(at path: String) -> Bool { Glibc.mount("tmpfs", path, "tmpfs", 0, "size=16m,mode=2750") == 0 }

    static func unmount(_ path: String) { umount2(path, Int32(MNT_DETACH)) }
}
