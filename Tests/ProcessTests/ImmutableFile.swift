import Foundation
import Glibc

/// A file that nobody may write, root included, and not through descriptors that are open either: what a file system has that
/// the kernel has made read-only. (It cannot be made so by remounting while a daemon has it open.)
enum ImmutableFile {
    /// Whether root is really kept from writing: not every file system looks once a file is open.
    static let isPossible: Bool = {
        let file = NSTemporaryDirectory() + "lazaret-immutable-\(getpid())"
        let descriptor = open(file, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { return false }
        defer {
            close(descriptor)
            unlink(file)
        }
        guard write(descriptor, "x", 1) == 1, set(true, file) else { return false }
        defer { _ = set(false, file) }
        return pwrite(descriptor, "y", 1, 0) < 0
    }()

    static func set(_ isImmutable: Bool, _ path: String) -> Bool {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/chattr")
        process.arguments = [isImmutable ? "+i" : "-i", path]
        process.standardError = FileHandle.nullDevice
        guard (try? process.run()) != nil else { return false }
        process.waitUntilExit()
        return process.terminationStatus == 0
    }
}
