import CLinux
import Glibc

/// The worker's system-call filter as a value: what is allowed on which arguments, what ends the process, and EPERM for
/// all the rest (so that a time zone or a locale that libc goes looking for is merely not there).
struct SyscallFilter {
    /// Frames in and out, and nothing else on that one descriptor.
    var socket: Int32
    /// The worker itself, which `abort` may signal.
    var process: Int32

    /// Memory, time, chance and the end of the process.
    static let allowed: [Int32] = [
        SYS_munmap, SYS_mremap, SYS_madvise, SYS_brk, SYS_futex, SYS_sched_yield, SYS_restart_syscall,
        SYS_clock_gettime, SYS_clock_getres, SYS_gettimeofday, SYS_getrandom, SYS_getpid, SYS_gettid,
        SYS_rt_sigreturn, SYS_rt_sigprocmask, SYS_rt_sigaction, SYS_exit, SYS_exit_group,
    ]

    /// No honest worker comes near these.
    static let fatal: [Int32] = {
        var numbers: [Int32] = [
            SYS_execve, SYS_execveat, SYS_clone, SYS_clone3, SYS_socket, SYS_socketpair, SYS_connect, SYS_bind,
            SYS_listen, SYS_accept4, SYS_ptrace, SYS_process_vm_readv, SYS_process_vm_writev, SYS_kill, SYS_tkill,
            SYS_pidfd_open, SYS_bpf, SYS_io_uring_setup, SYS_userfaultfd, SYS_mount, SYS_unshare, SYS_setns,
        ]
        #if arch(x86_64)
            numbers += [SYS_fork, SYS_vfork]
        #endif
        return numbers
    }()

    /// The filter for the kernel; empty where this processor is none that it was written for.
    var instructions: [sock_filter] {
        #if arch(x86_64) || arch(arm64)
            return program
        #else
            return []
        #endif
    }

    private var program: [sock_filter] {
        var program = FilterAssembly()
        program.load(FilterAssembly.architecture)
        program.returnUnless(equal: lz_audit_arch, lz_seccomp_ret_kill_process)
        program.load(FilterAssembly.number)
        for number in [SYS_recvfrom, SYS_sendto] {
            program.allow(number, ifArgument: 0, equals: UInt32(bitPattern: socket))
        }
        for number in Self.allowed { program.allow(number) }
        for number in [SYS_mmap, SYS_mprotect] { program.allow(number, ifArgument: 2, hasNone: UInt32(PROT_EXEC)) }
        program.allow(SYS_tgkill, ifArgument: 0, equals: UInt32(bitPattern: process))
        for number in Self.fatal { program.kill(number) }
        program.end(lz_seccomp_ret_errno | UInt32(EPERM))
        return program.instructions
    }
}
