import Glibc

/// Why a worker is of no more use.
enum WorkerDeath: Hashable {
    case exited(Int32)
    case signalled(Int32)
    /// It answered what no worker answers, and was killed.
    case garbage(String)
    /// The file ran over its time, and the worker was killed. `wasBusy` is false where it had hardly been given the
    /// processor: stopped, starved, or waiting for a page.
    case overtime(wasBusy: Bool)

    /// From `waitpid`.
    init(status: Int32) {
        self = status & 0x7f == 0 ? .exited(status >> 8 & 0xff) : .signalled(status & 0x7f)
    }

    var description: String {
        switch self {
        case .exited(let code): "ended with code \(code)"
        case .signalled(let signal): "was killed by signal \(signal)\(Self.name(signal).map { " (\($0))" } ?? "")"
        case .garbage(let what): "sent \(what)"
        case .overtime(true): "ran over its time"
        case .overtime(false): "ran over its time without working"
        }
    }

    private static func name(_ signal: Int32) -> String? {
        switch signal {
        case SIGILL: "SIGILL"
        case SIGTRAP: "SIGTRAP"
        case SIGABRT: "SIGABRT"
        case SIGBUS: "SIGBUS"
        case SIGFPE: "SIGFPE"
        case SIGKILL: "SIGKILL"
        case SIGSEGV: "SIGSEGV"
        case SIGSYS: "SIGSYS"
        default: nil
        }
    }
}

/// What becomes of the file on which a worker died. All others that the worker had been given are innocent.
enum FileFate: Hashable {
    case retriedAlone
    case refused(message: String)

    /// `deaths` counts this one. A busy worker's overtime needs no second witness.
    static func after(_ death: WorkerDeath, deaths: Int, timeout: Duration) -> FileFate {
        if death == .overtime(wasBusy: true) { return .refused(message: "mapping took longer than \(timeout)") }
        if deaths < 2 { return .retriedAlone }
        return .refused(message: "two mapping workers died on this file: the last one \(death.description)")
    }
}
