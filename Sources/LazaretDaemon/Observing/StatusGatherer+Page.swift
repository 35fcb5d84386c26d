import ActionLog
import BuildInfo
import Configuration
import Delivery
import LazaretCore
import StatusServer

extension StatusGatherer {
    /// The status page's content. What cannot be read is left empty, and the reason stands among those of not being ready.
    func report(search text: String?) async -> StatusReport {
        await countWaiting()
        let now = time.now().wall
        let summary = await summary()
        var report = StatusReport(
            notReady: notReady(summary), version: "\(Build.version)", at: now, mode: state.rules.mode.rawValue,
            gauges: await gauges(), filesWaiting: state.waitingFiles)
        guard case .success(let summary) = summary else { return report }
        report.pauses = pauses(summary, now)
        report.counts = summary.actions
        report.backlog = summary.backlog
        report.drain = summary.drainTime(at: state.deliverySettings.throttle, now: now)
        report.oldestUnsent = summary.oldestUnsent.map { max(.zero, now - $0) }
        report.oldestOpen = summary.oldestOpen.map { max(.zero, now - $0) }
        if let text, !text.isEmpty {
            report.search = StatusReport.Search(text: text, actions: await found(text))
            return report
        }
        report.hours = await hours(until: now)
        report.held = await actions { $0.states = [ActionState.held.rawValue] }
        report.failures = await actions { $0.states = Self.failures.map(\.rawValue) }
        report.recent = await actions { _ in }
        return report
    }

    private static let failures: [ActionState] = [.failed, .timedOut, .refused, .expired]
    private static let rows = 25

    private func pauses(_ summary: LogSummary, _ now: Instant) -> [StatusReport.Pause] {
        var pauses: [StatusReport.Pause] = []
        if let pause = summary.killSwitch {
            pauses.append(
                StatusReport.Pause(
                    what: "Submitting is stopped", why: "since \(pause.at) by \(pause.actor): \(pause.reason)",
                    command: pause.actor == KillSwitch.fileActor
                        ? "rm \(state.configuration.path(of: .pause))" : "lazaret resume"))
        }
        pauses += summary.lanes.filter { $0.pause.isShown(at: now) }.map { tenant, pause in
            StatusReport.Pause(
                what: "\(pause.lane.rawValue) of \(tenant)",
                why: "until \(pause.until): \(pause.reason) \(pause.message)")
        }
        return pauses
    }

    /// The 24 hours up to this one, empty ones too.
    private func hours(until now: Instant) async -> [StatusReport.Hour] {
        let hour: Int64 = 3_600_000
        let first = now.milliseconds / hour * hour - 23 * hour
        let log = log
        let since = Instant(milliseconds: first)
        guard case .success(let outcomes) = await reading({ try log.outcomes(since: since) }) else { return [] }
        return (0..<24).map { index in
            let name = Instant(milliseconds: first + Int64(index) * hour).description.prefix(13)
            let counts = outcomes.filter { $0.hour == name }.map { ($0.state, $0.count) }
            return StatusReport.Hour(
                label: name.suffix(2) + ":00", counts: Dictionary(counts, uniquingKeysWith: { $0 + $1 }))
        }
    }

    /// A machine's id or name, a SHA-1, or an alert's id: whichever it is.
    private func found(_ text: String) async -> [StatusReport.Action] {
        let text = text.filter { !$0.isWhitespace || $0 == " " }
        var found: [Int64: StatusReport.Action] = [:]
        for set in [\ActionFilter.machine, \.sha1, \.alert] as [WritableKeyPath<ActionFilter, String?> & Sendable] {
            for action in await actions({ $0[keyPath: set] = text }) { found[action.id] = action }
        }
        return found.values.sorted { $0.id > $1.id }.prefix(Self.rows).map { $0 }
    }

    private func actions(_ narrow: (inout ActionFilter) -> Void) async -> [StatusReport.Action] {
        var filter = ActionFilter()
        filter.limit = Self.rows
        narrow(&filter)
        let (log, request) = (log, filter)
        guard case .success(let rows) = await reading({ try log.actions(request) }) else { return [] }
        return rows.rows.map { row in
            func text(_ column: String) -> String? { rows.cell(column, of: row).text }
            let detail = ["reason", "status", "error_code", "error_message"].compactMap(text).joined(separator: ", ")
            return StatusReport.Action(
                id: rows.cell("action_id", of: row).integer ?? 0, tenant: text("tenant") ?? "",
                machine: text("machine_id") ?? "", machineName: text("machine_name"), sha1: text("sha1") ?? "",
                fileName: text("file_name"), state: text("state") ?? "", detail: detail,
                updatedAt: text("updated_at") ?? "")
        }
    }
}
