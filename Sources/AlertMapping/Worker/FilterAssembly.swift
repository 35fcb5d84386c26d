import CLinux

/// Classic BPF, as far as a system-call filter needs it. Each rule begins and ends with the system call's number in the
/// accumulator; argument rules look at the low 32 bits, which is where descriptors, pids and protection bits live.
struct FilterAssembly {
    /// Offsets in `struct seccomp_data`.
    static let number: UInt32 = 0
    static let architecture: UInt32 = 4
    private static func argument(_ index: UInt32) -> UInt32 { 16 + 8 * index }

    private(set) var instructions: [sock_filter] = []

    mutating func load(_ offset: UInt32) {
        add(BPF_LD | BPF_W | BPF_ABS, offset)
    }

    mutating func returnUnless(equal value: UInt32, _ verdict: UInt32) {
        add(BPF_JMP | BPF_JEQ | BPF_K, value, then: 1)
        end(verdict)
    }

    mutating func end(_ verdict: UInt32) {
        add(BPF_RET | BPF_K, verdict)
    }

    mutating func allow(_ call: Int32) {
        add(BPF_JMP | BPF_JEQ | BPF_K, UInt32(bitPattern: call), otherwise: 1)
        end(lz_seccomp_ret_allow)
    }

    mutating func kill(_ call: Int32) {
        add(BPF_JMP | BPF_JEQ | BPF_K, UInt32(bitPattern: call), otherwise: 1)
        end(lz_seccomp_ret_kill_process)
    }

    mutating func allow(_ call: Int32, ifArgument index: UInt32, equals value: UInt32) {
        allow(call, ifArgument: index, BPF_JEQ, value, isAllowed: true)
    }

    mutating func allow(_ call: Int32, ifArgument index: UInt32, hasNone bits: UInt32) {
        allow(call, ifArgument: index, BPF_JSET, bits, isAllowed: false)
    }

    private mutating func allow(
        _ call: Int32, ifArgument index: UInt32, _ test: Int32, _ value: UInt32, isAllowed: Bool
    ) {
        add(BPF_JMP | BPF_JEQ | BPF_K, UInt32(bitPattern: call), otherwise: 4)
        load(Self.argument(index))
        add(BPF_JMP | test | BPF_K, value, then: isAllowed ? 0 : 1, otherwise: isAllowed ? 1 : 0)
        end(lz_seccomp_ret_allow)
        load(Self.number)
    }

    private mutating func add(_ code: Int32, _ value: UInt32, then: UInt8 = 0, otherwise: UInt8 = 0) {
        instructions.append(sock_filter(code: UInt16(truncatingIfNeeded: code), jt: then, jf: otherwise, k: value))
    }
}
