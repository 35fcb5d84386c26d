import CLinux
import Glibc

/// Keeps a process's memory to itself: it holds credentials and tokens at times.
public enum CoreFiles {
    /// No core file, by a limit that cannot be raised again, and no memory for other processes of the same user (ptrace,
    /// `/proc/PID/mem`). Throws ``SystemError`` where the kernel refuses.
    public static func forbid() throws(SystemError) {
        var none = rlimit(rlim_cur: 0, rlim_max: 0)
        guard setrlimit(__rlimit_resource_t(RLIMIT_CORE.rawValue), &none) == 0 else {
            throw SystemError("setrlimit", "RLIMIT_CORE")
        }
        guard lz_prctl(PR_SET_DUMPABLE, 0, 0, 0, 0) == 0 else { throw SystemError("prctl", "PR_SET_DUMPABLE") }
    }
}
