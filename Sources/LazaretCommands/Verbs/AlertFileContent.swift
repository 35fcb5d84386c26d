import Foundation
import Glibc
import LazaretCore

/// What a file holds that a person names, read whole; or the refusal that intake would give. Symbolic links are followed: the
/// name is the person's own.
enum AlertFileContent {
    /// Blocks for the reading of at most `maximum` bytes and one more, never for somebody who writes to a FIFO.
    static func of(_ path: String, maximum: Int) -> Result<[UInt8], Refusal> {
        var status = stat()
        // By name first, so that a device is not even opened.
        guard stat(path, &status) == 0 else { return .failure(unreadable(errno)) }
        if let refusal = irregular(status) { return .failure(refusal) }
        let descriptor = open(path, O_RDONLY | O_NONBLOCK | O_NOCTTY | O_CLOEXEC)
        guard descriptor >= 0 else { return .failure(unreadable(errno)) }
        let file = FileHandle(fileDescriptor: descriptor, closeOnDealloc: true)
        guard fstat(descriptor, &status) == 0 else { return .failure(unreadable(errno)) }
        if let refusal = irregular(status) { return .failure(refusal) }
        if status.st_size > maximum { return .failure(tooLarge(Int(status.st_size), maximum)) }
        do {
            return of(try file.read(upToCount: maximum + 1) ?? Data(), maximum: maximum)
        } catch {
            return .failure(Refusal(.unreadable, "it cannot be read"))
        }
    }

    /// What has been read already.
    static func of(_ data: Data, maximum: Int) -> Result<[UInt8], Refusal> {
        data.count > maximum ? .failure(tooLarge(data.count, maximum)) : .success(Array(data))
    }

    private static func irregular(_ status: stat) -> Refusal? {
        switch status.st_mode & S_IFMT {
        case S_IFREG: nil
        case S_IFDIR: Refusal(.notRegular, "a directory")
        case S_IFIFO: Refusal(.notRegular, "a FIFO")
        case S_IFSOCK: Refusal(.notRegular, "a socket")
        default: Refusal(.notRegular, "a device")
        }
    }

    private static func tooLarge(_ size: Int, _ maximum: Int) -> Refusal {
        Refusal(.tooLarge, "\(size) bytes, the maximum is \(maximum)")
    }

    private static func unreadable(_ code: Int32) -> Refusal {
        Refusal(.unreadable, String(cString: strerror(code)))
    }
}
