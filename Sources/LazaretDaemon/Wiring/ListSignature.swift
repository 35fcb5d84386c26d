import Configuration
import Glibc

/// What changes when a protected list does: where it is, which file it is, its size, and when it was written.
struct ListSignature: Hashable, Sendable {
    private var file: String
    private var inode: UInt64 = 0
    private var size: Int64 = 0
    private var seconds: Int64 = 0
    private var nanoseconds: Int64 = 0

    private init(file: String) {
        self.file = file
        var facts = stat()
        guard stat(file, &facts) == 0 else { return }
        inode = UInt64(facts.st_ino)
        size = Int64(facts.st_size)
        seconds = Int64(facts.st_mtim.tv_sec)
        nanoseconds = Int64(facts.st_mtim.tv_nsec)
    }

    /// Of all lists that the policy names. Taken before they are read: what changes in between shows later.
    static func of(_ policy: PolicySection) -> [ListSignature] { files(policy).map(ListSignature.init(file:)) }

    static func files(_ policy: PolicySection) -> [String] {
        [policy.protectedFiles, policy.protectedMachines].compactMap { $0 }
    }
}
