import CLinux
import Glibc
import Testing

@testable import AlertMapping

/// The system-call filter, by asking its own instructions as the kernel does. That it is in force in a worker, WorkerTests show.
@Suite(.enabled(if: !SyscallFilter(socket: 3, process: 100).instructions.isEmpty, "no filter for this processor"))
struct SyscallFilterTests {
    struct Call: Sendable {
        var number: Int32
        var arguments: [UInt32] = []
        var verdict: UInt32
    }

    private static let allowed = lz_seccomp_ret_allow
    private static let killed = lz_seccomp_ret_kill_process
    private static let denied = lz_seccomp_ret_errno | UInt32(EPERM)

    static let calls: [Call] = [
        // The one socket, and no other descriptor.
        Call(number: SYS_recvfrom, arguments: [3], verdict: allowed),
        Call(number: SYS_sendto, arguments: [3], verdict: allowed),
        Call(number: SYS_recvfrom, arguments: [4], verdict: denied),
        Call(number: SYS_sendto, arguments: [0], verdict: denied),
        Call(number: SYS_read, arguments: [3], verdict: denied),
        Call(number: SYS_write, arguments: [1], verdict: denied),
        // Memory, but no code.
        Call(number: SYS_mmap, arguments: [0, 4096, UInt32(PROT_READ | PROT_WRITE)], verdict: allowed),
        Call(number: SYS_mmap, arguments: [0, 4096, UInt32(PROT_READ | PROT_EXEC)], verdict: denied),
        Call(number: SYS_mprotect, arguments: [0, 4096, UInt32(PROT_WRITE | PROT_EXEC)], verdict: denied),
        Call(number: SYS_munmap, verdict: allowed), Call(number: SYS_exit_group, verdict: allowed),
        // No file.
        Call(number: SYS_openat, verdict: denied), Call(number: SYS_unlinkat, verdict: denied),
        Call(number: SYS_renameat2, verdict: denied), Call(number: SYS_newfstatat, verdict: denied),
        // No network.
        Call(number: SYS_socket, verdict: killed), Call(number: SYS_socketpair, verdict: killed),
        Call(number: SYS_connect, verdict: killed), Call(number: SYS_bind, verdict: killed),
        Call(number: SYS_sendmsg, arguments: [3], verdict: denied),
        Call(number: SYS_recvmsg, arguments: [3], verdict: denied),
        // No process, neither a new one nor another.
        Call(number: SYS_execve, verdict: killed), Call(number: SYS_clone, verdict: killed),
        Call(number: SYS_clone3, verdict: killed), Call(number: SYS_ptrace, verdict: killed),
        Call(number: SYS_kill, verdict: killed), Call(number: SYS_process_vm_readv, verdict: killed),
        Call(number: SYS_tgkill, arguments: [100], verdict: allowed),
        Call(number: SYS_tgkill, arguments: [1], verdict: denied),
        // Nothing that would loosen what is set.
        Call(number: SYS_prctl, verdict: denied), Call(number: SYS_prlimit64, verdict: denied),
        Call(number: SYS_setuid, verdict: denied), Call(number: SYS_bpf, verdict: killed),
        Call(number: SYS_io_uring_setup, verdict: killed), Call(number: 9999, verdict: denied),
    ]

    @Test(arguments: calls.indices)
    func `A call is allowed, refused or the end`(index: Int) throws {
        let call = Self.calls[index]
        let program = SyscallFilter(socket: 3, process: 100).instructions
        let verdict = try run(program, Self.data(call, architecture: lz_audit_arch))
        #expect(verdict == call.verdict, "call \(call.number) with \(call.arguments)")
    }

    @Test func `Another processor's calls are the end, whatever their numbers`() throws {
        let program = SyscallFilter(socket: 3, process: 100).instructions
        let call = Call(number: SYS_munmap, verdict: Self.killed)
        #expect(try run(program, Self.data(call, architecture: 0x4000_0003)) == Self.killed)
    }

    /// `struct seccomp_data`, in words of 32 bits.
    private static func data(_ call: Call, architecture: UInt32) -> [UInt32] {
        var words = [UInt32](repeating: 0, count: 16)
        words[0] = UInt32(bitPattern: call.number)
        words[1] = architecture
        for (index, argument) in call.arguments.enumerated() { words[4 + 2 * index] = argument }
        return words
    }

    private struct Stray: Error {
        var instruction: Int
    }

    /// The four instructions of classic BPF that the filter is made of.
    private func run(_ program: [sock_filter], _ data: [UInt32]) throws -> UInt32 {
        var accumulator: UInt32 = 0
        var place = 0
        while program.indices.contains(place) {
            let instruction = program[place]
            place += 1
            switch Int32(instruction.code) {
            case BPF_LD | BPF_W | BPF_ABS: accumulator = data[Int(instruction.k) / 4]
            case BPF_JMP | BPF_JEQ | BPF_K:
                place += Int(accumulator == instruction.k ? instruction.jt : instruction.jf)
            case BPF_JMP | BPF_JSET | BPF_K:
                place += Int(accumulator & instruction.k != 0 ? instruction.jt : instruction.jf)
            case BPF_RET | BPF_K: return instruction.k
            default: throw Stray(instruction: place - 1)
            }
        }
        throw Stray(instruction: place)
    }
}
