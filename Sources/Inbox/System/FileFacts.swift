import Glibc
import LazaretCore

/// What `stat` says of a file, as far as intake decides by it.
public struct FileFacts: Hashable, Sendable {
    public enum Kind: String, Hashable, Sendable {
        case regular = "a regular file"
        case directory = "a directory"
        case symbolicLink = "a symbolic link"
        case fifo = "a FIFO"
        case socket = "a socket"
        case device = "a device"
    }

    struct Time: Hashable, Comparable, Sendable {
        let seconds: Int
        let nanoseconds: Int

        static func < (left: Time, right: Time) -> Bool {
            (left.seconds, left.nanoseconds) < (right.seconds, right.nanoseconds)
        }

        /// Rounded up, so that an age counted from it is never too high. An absurd year is only very far away.
        var instant: Instant {
            let (product, overflow) = seconds.multipliedReportingOverflow(by: 1000)
            if overflow { return Instant(milliseconds: seconds < 0 ? .min : .max) }
            return Instant(milliseconds: Int64(product)) + .milliseconds((nanoseconds + 999_999) / 1_000_000)
        }
    }

    let device: UInt64
    let inode: UInt64
    let kind: Kind
    let size: Int
    let modified: Time
    let changed: Time

    init(_ status: stat) {
        device = UInt64(status.st_dev)
        inode = UInt64(status.st_ino)
        kind =
            switch status.st_mode & S_IFMT {
            case S_IFREG: .regular
            case S_IFDIR: .directory
            case S_IFLNK: .symbolicLink
            case S_IFIFO: .fifo
            case S_IFSOCK: .socket
            default: .device
            }
        size = Int(status.st_size)
        modified = Time(seconds: status.st_mtim.tv_sec, nanoseconds: status.st_mtim.tv_nsec)
        changed = Time(seconds: status.st_ctim.tv_sec, nanoseconds: status.st_ctim.tv_nsec)
    }

    /// The latest change of content or inode. The modification time alone can be set to anything by its owner.
    var lastChange: Instant { max(modified, changed).instant }

    func isSameFile(as other: FileFacts) -> Bool { device == other.device && inode == other.inode }

    /// The same file with, as far as times tell, the same content. A rename or chmod does not change this.
    func hasSameContent(as other: FileFacts) -> Bool {
        isSameFile(as: other) && size == other.size && modified == other.modified
    }
}
