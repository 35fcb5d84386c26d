import ActionLog
import Delivery
import Dispatch
import LazaretCore
import StatusServer

/// Gathers what metrics and the status page show, from the action log and the lanes, when somebody asks.
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
    private let queue = DispatchQueue(label: "lazaret.status")

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
        if let summary = try? await summary().get() {
            note(summary)
        } else {
            metrics.add("lazaret_database_errors_total")
        }
        for delivery in deliveries {
            let asked = [LazaretCore.Operation.machine, .file].filter { state.rules.lookups.asks($0) }
            for lane in [.submit, .list] + asked {
                for window in await delivery.usage(of: lane) {
                    metrics.set(
                        "lazaret_quota_remaining", Double(max(0, window.limit - window.used)),
                        [
                            ("tenant", delivery.tenant), ("operation", lane.rawValue),
                            ("window", String(window.per.milliseconds / 1000)),
                        ])
                }
            }
        }
        for token in tokens {
            guard let expiry = await token.source() else { continue }
            metrics.set(
                "lazaret_token_expiry_timestamp_seconds", Double(expiry.milliseconds) / 1000, [("tenant", token.tenant)]
            )
        }
        return metrics.exposition()
    }

    func report() async -> StatusReport {
        await countWaiting()
        var notReady = state.notReady
        if workersAlive() == 0 { notReady.append("workers: no mapping worker is alive") }
        switch await summary() {
        case .failure(let error): return StatusReport(notReady: notReady + ["action_log: \(error.label)"])
        case .success(let summary):
            if summary.killSwitch != nil { notReady.append("paused") }
            return StatusReport(
                notReady: notReady, facts: facts(summary), recent: await rows(.recent), held: await rows(.held))
        }
    }

    private func note(_ summary: LogSummary) {
        let now = time.now().wall
        for (state, count) in summary.actions {
            metrics.set("lazaret_actions", Double(count), [("state", state.rawValue)])
        }
        metrics.set("lazaret_paused", summary.killSwitch == nil ? 0 : 1)
        metrics.set("lazaret_oldest_unsent_age_seconds", age(summary.oldestUnsent, now))
        metrics.set("lazaret_oldest_open_age_seconds", age(summary.oldestOpen, now))
    }

    private func countWaiting() async {
        let count = waitingFiles
        let files = await withCheckedContinuation { done in queue.async { done.resume(returning: count()) } }
        guard let files else { return }
        metrics.set("lazaret_inbox_files", Double(files))
        state.noteWaiting(files)
    }

    private func age(_ since: Instant?, _ now: Instant) -> Double {
        since.map { max(0, Double((now - $0).milliseconds) / 1000) } ?? 0
    }

    private func facts(_ summary: LogSummary) -> [(name: String, value: String)] {
        var facts = [("mode", state.rules.mode.rawValue), ("files waiting", String(state.waitingFiles))]
        if let pause = summary.killSwitch {
            facts.append(("paused", "since \(pause.at) by \(pause.actor): \(pause.reason)"))
        }
        for lane in summary.lanes {
            facts.append(
                ("lane \(lane.tenant)/\(lane.operation)", "paused until \(lane.until): \(lane.reason) \(lane.message)"))
        }
        for (state, count) in summary.actions where count > 0 { facts.append((state.rawValue, String(count))) }
        return facts
    }

    private enum Listing {
        case recent, held
    }

    private func rows(_ listing: Listing) async -> [[String]] {
        var filter = ActionFilter()
        filter.limit = 50
        if listing == .held { filter.states = [ActionState.held.rawValue] }
        let (log, request) = (log, filter)
        let found = await blocking { try log.actions(request) }
        guard case .success(let rows) = found else { return [] }
        let columns =
            listing == .held
            ? ["action_id", "machine_id", "sha1", "reason"]
            : ["action_id", "machine_id", "sha1", "state", "status", "updated_at"]
        return rows.rows.map { row in
            let cells = columns.map { rows.cell($0, of: row).shown }
            return listing == .held ? cells + ["lazaret approve \(cells[0])"] : cells
        }
    }

    private func summary() async -> Result<LogSummary, ActionLogError> {
        let log = log
        return await blocking { try log.summary() }
    }

    private func blocking<Value: Sendable>(
        _ body: @escaping @Sendable () throws -> Value
    ) async -> Result<Value, ActionLogError> {
        await withCheckedContinuation { done in
            queue.async {
                do { done.resume(returning: .success(try body())) } catch {
                    done.resume(returning: .failure(error as? ActionLogError ?? .other(code: -1, "\(error)")))
                }
            }
        }
    }
}

extension Cell {
    fileprivate var shown: String {
        switch self {
        case .null: ""
        case .integer(let number): String(number)
        case .real(let number): String(number)
        case .text(let text): text
        }
    }
}
