import Inbox
import LazaretCore
import Logging
import StatusServer

/// Turns what intake does into log lines and metrics, and wakes the tenants that got work.
struct IntakeReporter: Sendable {
    let logger: Logger
    let metrics: Metrics
    let state: DaemonState
    let wake: @Sendable (Set<String>) -> Void
    /// The inbox was listed: a moment for whoever looks now and then.
    let scanned: @Sendable () -> Void

    func report(_ event: IntakeEvent) {
        switch event {
        case .taken(let file, let receipt):
            logger.info("alert file taken in", ids(file, receipt))
        case .refused(let file, let refusal, let receipt):
            var metadata = ids(file, receipt)
            metadata["reason"] = "\(refusal.reason.rawValue)"
            metadata["message"] = "\(refusal.message)"
            metadata["line"] = refusal.line.map { "\($0)" }
            metadata["column"] = refusal.column.map { "\($0)" }
            logger.warning("alert file refused", metadata)
        case .recorded(let totals):
            count(totals)
            wake(totals.tenantsWithWork)
        case .putAway(let file, let name):
            // One of each file: not even put into words where nobody hears them.
            if logger.logLevel <= .debug { logger.debug("put away", ["file": "\(file)", "name": "\(name)"]) }
        case .stayed(let file): logger.info("the name holds new content; it is read again", ["file": "\(file)"])
        case .irregular(let file, let why):
            logger.warning("left alone in the inbox", ["file": "\(file)", "message": "\(why)"])
        case .tooManyIrregular:
            logger.warning("too many irregular names in the inbox to name each", [:])
        case .overflow:
            metrics.add("lazaret_inbox_overflows_total")
            logger.notice("inotify queue overflowed; the inbox is listed instead", [:])
        case .notWatching(let failure):
            logger.warning("no inotify; the inbox is only listed now and then", ["message": "\(failure)"])
        case .scanned(let files):
            logger.debug("inbox listed", ["files": "\(files)"])
            scanned()
        case .health(let health): report(health)
        }
    }

    private func report(_ health: IntakeHealth) {
        state.note(health)
        if health.isReady {
            logger.notice("intake is healthy again", [:])
        } else {
            if health.problems[.actionLog] != nil { metrics.add("lazaret_database_errors_total") }
            for (problem, message) in health.problems {
                logger.error("intake stands still", ["problem": "\(problem.rawValue)", "message": "\(message)"])
            }
        }
    }

    private func count(_ totals: IntakeTotals) {
        for (outcome, number) in totals.outcomes {
            metrics.add("lazaret_alerts_total", Double(number), [("outcome", outcome)])
        }
        for (verdict, number) in totals.verdicts {
            metrics.add(
                "lazaret_rule_verdicts_total", Double(number),
                [("rule", verdict.rule.rawValue), ("verdict", verdict.verdict)])
        }
    }

    private func ids(_ file: String, _ receipt: IntakeReceipt) -> Logger.Metadata {
        var metadata: Logger.Metadata = [
            "file": "\(file)", "alerts_taken": "\(receipt.alertsTaken)", "alerts_refused": "\(receipt.alertsRefused)",
        ]
        if !receipt.alertIDs.isEmpty { metadata["alert"] = "\(receipt.alertIDs.joined(separator: ","))" }
        if !receipt.actionIDs.isEmpty {
            metadata["action"] = "\(receipt.actionIDs.map { String($0) }.joined(separator: ","))"
        }
        return metadata
    }
}
