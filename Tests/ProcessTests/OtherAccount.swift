import Foundation
import Glibc

/// Another account than root, for a daemon whose files are root's: it may pass by their permissions, and nothing else.
enum OtherAccount {
    /// Nobody's, on every system.
    static let id: uid_t = 65534

    private static let setpriv = "/usr/bin/setpriv"

    static var isPossible: Bool { geteuid() == 0 && FileManager.default.isExecutableFile(atPath: setpriv) }

    /// What goes before a program and its arguments.
    static let command = [
        setpriv, "--reuid=\(id)", "--regid=\(id)", "--clear-groups", "--inh-caps=+dac_override,+dac_read_search",
        "--ambient-caps=+dac_override,+dac_read_search",
    ]

    /// Whose a process's memory is for the kernel.
    static func owner(ofMemoryOf process: Int32) throws -> uid_t {
        var status = stat()
        guard stat("/proc/\(process)/mem", &status) == 0 else { throw POSIXError(.init(rawValue: errno) ?? .EIO) }
        return status.st_uid
    }
}
