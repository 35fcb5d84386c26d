/// The pool as readiness, metrics and `status` see it.
public struct MappingWorkerStatistics: Hashable, Sendable {
    public var configured = 0
    /// Workers that are locked down, compiled and connected right now.
    public var alive = 0
    /// Workers that became ready since the start.
    public var started = 0
    /// Workers that ended in any other way than at ``MappingWorkerPool/shutdown()``, overtime included.
    public var deaths = 0
    /// Workers that were killed over their time.
    public var overtimes = 0
    /// Attempts to start a worker that came to nothing.
    public var failedStarts = 0
    /// Files refused because workers died on them or took too long.
    public var filesRefused = 0
    /// False where the kernel has no system-call filters: the other limits hold all the same.
    public var isFiltered = true
}

/// What a pool tells of its workers as it happens, for the log.
public enum MappingWorkerEvent: Hashable, Sendable {
    /// `isFiltered`: under a system-call filter, which not every kernel gives.
    case ready(process: Int32, isFiltered: Bool)
    /// `file` is the file that it worked on, nil for an idle worker.
    case died(process: Int32, cause: String, file: String?)
    case failedToStart(String)
}

/// Why a pool cannot start.
public enum MappingPoolError: Error, Hashable, Sendable, CustomStringConvertible {
    /// Everything that is wrong with the programs, in their order.
    case programs([JQCompileError])
    /// No worker came up.
    case workers(String)

    public var description: String {
        switch self {
        case .programs(let problems): problems.map(\.description).joined(separator: "\n")
        case .workers(let why): "no mapping worker can be started: \(why)"
        }
    }
}
