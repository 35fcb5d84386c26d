import Glibc

/// A system call that failed: which, and the `errno` it left.
public struct SystemFailure: Error, Hashable, Sendable, CustomStringConvertible {
    /// The bounded label for logs and metrics.
    public enum Call: String, CaseIterable, Sendable {
        case open, stat, read, write, list, rename, unlink, makeDirectory, changeMode, sync, watch
    }

    public let call: Call
    public let code: Int32

    public init(_ call: Call, _ code: Int32) {
        self.call = call
        self.code = code
    }

    // glibc's strerror is thread-safe since 2.32.
    public var description: String { "\(call.rawValue): \(String(cString: strerror(code))) (\(code))" }

    /// True where the process or the machine is short of something and the very same call may succeed later.
    var isExhaustion: Bool { code == EMFILE || code == ENFILE || code == ENOMEM }
}

/// Runs one system call, again after a signal, and turns -1 into the error.
func checked<Number: SignedInteger>(
    _ call: SystemFailure.Call, _ body: () -> Number
) throws(SystemFailure) -> Number {
    while true {
        let answer = body()
        if answer != -1 { return answer }
        let code = errno
        if code != EINTR { throw SystemFailure(call, code) }
    }
}
