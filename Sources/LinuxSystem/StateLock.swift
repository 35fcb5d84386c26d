import CLinux
import Glibc

/// One daemon per state directory: an open-file-description lock on `lock`, which the kernel frees however the process ends.
///
/// The file holds the daemon's process id, for `status`; it is never removed, so two daemons can never lock two different
/// files of that name.
public final class StateLock: Sendable {
    private let descriptor: Int32

    public enum Outcome: Sendable {
        case locked(StateLock)
        /// Another daemon has it; its process id, where that could be read.
        case busy(pid: Int32?)
    }

    private init(descriptor: Int32) {
        self.descriptor = descriptor
    }

    deinit {
        close(descriptor)
    }

    /// Never blocks. Throws where the file cannot be made or locked for another reason than being locked.
    public static func take(file: String) throws(SystemError) -> Outcome {
        let descriptor = open(file, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0o640)
        guard descriptor >= 0 else { throw SystemError("open", file) }
        guard lz_lock_exclusively(descriptor) == 0 else {
            let code = errno
            defer { close(descriptor) }
            guard code == EAGAIN || code == EACCES else { throw SystemError("fcntl", file, code: code) }
            return .busy(pid: pid(in: descriptor))
        }
        let text = Array("\(getpid())\n".utf8)
        guard ftruncate(descriptor, 0) == 0, pwrite(descriptor, text, text.count, 0) == text.count else {
            let error = SystemError("write", file)
            close(descriptor)
            throw error
        }
        return .locked(StateLock(descriptor: descriptor))
    }

    /// The process id of the daemon that holds the lock; nil where none runs. Never blocks, and takes no lock: a
    /// daemon that starts meanwhile is not kept from it.
    public static func holder(file: String) -> Int32? {
        let descriptor = open(file, O_RDONLY | O_CLOEXEC | O_NOFOLLOW)
        guard descriptor >= 0 else { return nil }
        defer { close(descriptor) }
        return lz_is_locked(descriptor) == 1 ? pid(in: descriptor) : nil
    }

    private static func pid(in descriptor: Int32) -> Int32? {
        var buffer = [UInt8](repeating: 0, count: 32)
        let count = pread(descriptor, &buffer, buffer.count, 0)
        guard count > 0 else { return nil }
        let digits = buffer.prefix(count).prefix { (48...57).contains($0) }
        return Int32(String(decoding: digits, as: UTF8.self))
    }
}
