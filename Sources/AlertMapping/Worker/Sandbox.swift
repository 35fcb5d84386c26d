import CLinux
import Glibc

/// Gives up, for good, all that a mapping worker does not need. Each step is a system call checked in its one place.
enum Sandbox {
    enum Failure: Error {
        case parentIsGone
        case refused(step: StaticString, errno: Int32)
    }

    /// Ends the worker with the thread that started it, however that ends. The daemon may already be gone: hence `parent`.
    static func followParent(_ parent: Int32) throws(Failure) {
        try check("PR_SET_PDEATHSIG", lz_prctl(PR_SET_PDEATHSIG, UInt(SIGKILL), 0, 0, 0))
        guard getppid() == parent else { throw .parentIsGone }
    }

    /// A crash is to end the worker at once. The Swift runtime's own handlers would look for files and start a process.
    static func dieAtOnce() throws(Failure) {
        for signal in [SIGQUIT, SIGABRT, SIGBUS, SIGFPE, SIGILL, SIGSEGV, SIGTRAP, SIGSYS] {
            var action = sigaction()
            try check("sigaction", sigaction(signal, &action, nil))
        }
    }

    /// Nothing to be gained from an exec, nothing to be seen or dumped, no file, no process, at most `memory` bytes more than
    /// now. A whole life's processor time is not limited: the daemon holds each file to its time, and kills.
    static func limit(memory: UInt64) throws(Failure) {
        try check("PR_SET_NO_NEW_PRIVS", lz_prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0))
        try check("PR_SET_DUMPABLE", lz_prctl(PR_SET_DUMPABLE, 0, 0, 0, 0))
        let (space, isAbsurd) = (try addressSpace()).addingReportingOverflow(memory)
        if !isAbsurd { try set(RLIMIT_AS, "RLIMIT_AS", to: space) }
        try set(RLIMIT_CORE, "RLIMIT_CORE", to: 0)
        try set(RLIMIT_FSIZE, "RLIMIT_FSIZE", to: 0)
        try set(__RLIMIT_NPROC, "RLIMIT_NPROC", to: 0)
        try set(RLIMIT_NOFILE, "RLIMIT_NOFILE", to: 0)
    }

    /// False where the kernel has no system-call filters; what ``limit(memory:)`` set stands then all the same.
    static func filterSystemCalls(socket: Int32) throws(Failure) -> Bool {
        var instructions = SyscallFilter(socket: socket, process: getpid()).instructions
        guard !instructions.isEmpty else { return false }
        let result = instructions.withUnsafeMutableBufferPointer { filter in
            var program = sock_fprog(len: UInt16(clamping: filter.count), filter: filter.baseAddress)
            return withUnsafePointer(to: &program) {
                lz_prctl(PR_SET_SECCOMP, UInt(SECCOMP_MODE_FILTER), UInt(bitPattern: $0), 0, 0)
            }
        }
        if result != 0 && errno == EINVAL { return false }
        try check("PR_SET_SECCOMP", result)
        return true
    }

    private static func set(_ limit: __rlimit_resource, _ step: StaticString, to value: UInt64) throws(Failure) {
        var bounds = rlimit(rlim_cur: rlim_t(value), rlim_max: rlim_t(value))
        try check(step, setrlimit(__rlimit_resource_t(limit.rawValue), &bounds))
    }

    /// Bytes of address space that the process has now.
    private static func addressSpace() throws(Failure) -> UInt64 {
        let file = open("/proc/self/statm", O_RDONLY | O_CLOEXEC)
        try check("/proc/self/statm", file)
        defer { close(file) }
        var text = [UInt8](repeating: 0, count: 64)
        let count = read(file, &text, text.count)
        guard count > 0, let pages = UInt64(String(decoding: text.prefix { $0 != UInt8(ascii: " ") }, as: UTF8.self))
        else { throw .refused(step: "/proc/self/statm", errno: errno) }
        return pages * UInt64(sysconf(Int32(_SC_PAGESIZE)))
    }

    private static func check(_ step: StaticString, _ result: Int32) throws(Failure) {
        if result < 0 { throw .refused(step: step, errno: errno) }
    }
}
