import ActionLog
import BlockingWork
import Delivery
import LazaretCore
import StatusServer

/// Gathers what metrics, readiness and the status page show, from the action log and the lanes, when somebody asks.
struct StatusGatherer: Sendable {
    let log: ActionLog
    let state: DaemonState
    let metrics: Metrics
    let deliveries: [TenantDelivery]
    let tokens: [(tenant: String, source: @Sendable () async -> Instant?)]
    let workersAlive: @Sendable () -> Int
    /// Lists the inbox, as files come and go between two scans; nil where it cannot be listed. Blocks.
    let waitingFiles: @Sendable () -> Int?
    let time: any TimeSource
    /// Reading blocks: never on the cooperative pool.
    private let queue = BlockingQueue("lazaret.status")

    init(
        log: ActionLog, state: DaemonState, metrics: Metrics, deliveries: [TenantDelivery],
        tokens: [(tenant: String, source: @Sendable () async -> Instant?)], workersAlive: @escaping @Sendable () -> Int,
        waitingFiles: @escaping @Sendable () -> Int?, time: any TimeSource
    ) {
        self.log = log
        self.state = state
        self.metrics = metrics
        self.deliveries = deliveries
        self.tokens = tokens
        self.workersAlive = workersAlive
        self.waitingFiles = waitingFiles
        self.time = time
    }

    func exposition() async -> String {
        await countWaiting()
        if case .success(let summary) = await summary() { note(summary) }
        for gauge in await gauges() {
            metrics.set(
                "lazaret_quota_remaining", Double(max(0, gauge.limit - gauge.used)),
                [
                    ("tenant", gauge.tenant), ("operation", gauge.operation),
                    ("window", String(gauge.window.milliseconds / 1000)),
                ])
        }
        for token in tokens {
            guard let expiry = await token.source() else { continue }
            metrics.set(
                "lazaret_token_expiry_timestamp_seconds", Double(expiry.milliseconds) / 1000, [("tenant", token.tenant)]
            )
        }
        return metrics.exposition()
    }

    /// Why `/-/ready` says 503.
    func notReady() async -> [String] {
        notReady(await summary())
    }

    func notReady(_ summary: Result<LogSummary, ActionLogError>) -> [String] {
        var reasons = state.notReady
        if workersAlive() == 0 { reasons.append("workers: no mapping worker is alive") }
        switch summary {
        case .failure(let error): reasons.append("action_log: \(error.label)")
        case .success(let summary):
            if let pause = summary.killSwitch { reasons.append("paused: \(pause.reason)") }
            reasons += throttled(summary)
        }
        return reasons
    }

    /// A tenant's 429 is no reason, as long as another tenant's actions can leave.
    private func throttled(_ summary: LogSummary) -> [String] {
        let now = time.now().wall
        let paused = summary.lanes.filter { $0.pause.lane == .submit && $0.pause.isShown(at: now) }
        guard deliveries.allSatisfy({ delivery in paused.contains { $0.tenant == delivery.tenant } }) else { return [] }
        return paused.filter { !$0.pause.isFault }.map { "lane \($0.tenant)/submit: \($0.pause.reason)" }
    }

    /// The read that everything hangs on. A failure is counted.
    func summary() async -> Result<LogSummary, ActionLogError> {
        let log = log
        return await reading { try log.summary() }
    }

    /// Used and allowed in each window of the lanes that Defender counts.
    func gauges() async -> [StatusReport.Gauge] {
        var gauges: [StatusReport.Gauge] = []
        let asked = [LazaretCore.Operation.machine, .file].filter { state.rules.lookups.asks($0) }
        for delivery in deliveries {
            for lane in [.submit, .list] + asked {
                gauges += await delivery.usage(of: lane).map {
                    StatusReport.Gauge(
                        tenant: delivery.tenant, operation: lane.rawValue, window: $0.per, limit: $0.limit,
                        used: $0.used)
                }
            }
        }
        return gauges
    }

    func reading<Value: Sendable>(
        _ body: @escaping @Sendable () throws -> Value
    ) async -> Result<Value, ActionLogError> {
        await queue.run {
            do { return .success(try body()) } catch {
                metrics.add("lazaret_database_errors_total")
                return .failure(error as? ActionLogError ?? .other(code: -1, "\(error)"))
            }
        }
    }

    private func note(_ summary: LogSummary) {
        let now = time.now().wall
        for (state, count) in summary.actions {
            metrics.set("lazaret_actions", Double(count), [("state", state.rawValue)])
        }
        metrics.set("lazaret_paused", summary.killSwitch == nil ? 0 : 1)
        metrics.set("lazaret_oldest_unsent_age_seconds", seconds(summary.oldestUnsent, now))
        metrics.set("lazaret_oldest_open_age_seconds", seconds(summary.oldestOpen, now))
    }

    func countWaiting() async {
        guard let files = await queue.run(waitingFiles) else { return }
        metrics.set("lazaret_inbox_files", Double(files))
        state.noteWaiting(files)
    }

    private func seconds(_ since: Instant?, _ now: Instant) -> Double {
        since.map { max(0, Double((now - $0).milliseconds) / 1000) } ?? 0
    }
}
