public import LazaretCore

/// Whose calls of what are counted together: limits hold for application and tenant, operation by operation.
/// (defender-api, section 3.4)
public struct QuotaLane: Hashable, Sendable {
    public var tenant: String
    public var app: String
    public var operation: APIOperation

    public init(tenant: String, app: String, operation: APIOperation) {
        self.tenant = tenant
        self.app = app
        self.operation = operation
    }
}

/// True sliding windows, counted on arrival, and the proof beside them: the most arrivals that any window ever saw.
public struct QuotaBook: Sendable {
    /// Every window kept within its limit, or how long until a call may come.
    public enum Verdict: Hashable, Sendable {
        case admitted
        case refused(retryIn: Duration)
    }

    private struct Log: Sendable {
        var arrivals: SlidingLog
        var counted: SlidingLog
        var largest: [QuotaOptions.Window: Int] = [:]
    }

    private var options: QuotaOptions
    private let reach: Duration
    private var logs: [QuotaLane: Log] = [:]
    /// Of windows that settings have replaced since.
    private var earlier: [WindowUse] = []

    public init(options: QuotaOptions) {
        self.options = options
        reach = options.windows.map(\.per).max() ?? .zero
    }

    /// Other options from here on. With other windows, what was counted before is forgotten; its maxima are kept.
    mutating func replace(options: QuotaOptions) {
        guard options.windows != self.options.windows else {
            self.options = options
            return
        }
        let uses = self.uses
        self = QuotaBook(options: options)
        earlier = uses
    }

    /// One call arrives. `now` must not go back.
    public mutating func arrive(_ lane: QuotaLane, at now: Steady) -> Verdict {
        var log = logs[lane] ?? Log(arrivals: SlidingLog(reach: reach), counted: SlidingLog(reach: reach))
        defer { logs[lane] = log }
        log.arrivals.record(now)
        var wait: Duration?
        for window in options.windows {
            log.largest[window] = max(log.largest[window] ?? 0, log.arrivals.count(within: window.per, at: now))
            guard log.counted.count(within: window.per, at: now) >= window.limit else { continue }
            let free = log.counted.newest(window.limit).map { $0 + window.per - now } ?? window.per
            wait = max(wait ?? .zero, free)
        }
        if wait == nil || options.countsRefused { log.counted.record(now) }
        return wait.map { .refused(retryIn: $0) } ?? .admitted
    }

    public var uses: [WindowUse] {
        earlier
            + logs.flatMap { lane, log in
                log.largest.map { window, largest in
                    WindowUse(
                        tenant: lane.tenant, app: lane.app, operation: lane.operation, limit: window.limit,
                        windowMilliseconds: window.per.milliseconds, largest: largest)
                }
            }.sorted { $0.order < $1.order }
    }
}
