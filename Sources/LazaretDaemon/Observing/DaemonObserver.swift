import Delivery
import LazaretCore
import Logging
import StatusServer

/// Turns what delivery does into one log line and the metrics of contract section 6.
struct DaemonObserver: DeliveryObserver {
    let logger: Logger
    let failures: FailureLog
    let metrics: Metrics
    let time: any TimeSource
    let state: DaemonState
    /// What was held has gone into the queue: deliveries have work that no call of theirs tells them of.
    let released: @Sendable () -> Void

    func deliveryDid(_ event: DeliveryEvent) {
        switch event {
        case .submitting(let claim): submitting(claim)
        case .submitted(let claim, let answer, let change): submitted(claim, answer, change)
        case .looked(let look, let word, let change): looked(look, word, change)
        case .tracked(let tenant, let asked, let sightings):
            logger.debug(
                "tracked", ["tenant": "\(tenant)", "asked": "\(asked)", "seen": "\(sightings.count)"])
        case .cancelled(let task, let word):
            logger.notice(
                "cancel asked of Defender",
                ["action": "\(task.actionID)", "actor": "\(task.actor)", "outcome": "\(word)"])
        case .lookedUp(let tenant, let subject, let word):
            logger.debug(
                "asked before acting",
                [
                    "tenant": "\(tenant)", "operation": "\(subject.operation.rawValue)", "subject": "\(subject.id)",
                    "outcome": "\(word)",
                ])
        case .called(let tenant, let operation, let report, let duration):
            called(tenant, operation, report, duration)
        case .lanePaused(let tenant, let lane, let pause): lanePaused(tenant, lane, pause)
        case .laneResumed(let tenant, let lane):
            state.notePause(tenant: tenant, lane: lane, reason: nil)
            logger.notice("lane resumed", ["tenant": "\(tenant)", "operation": "\(lane.rawValue)"])
        case .logFailed(let tenant, let operation, let message):
            logFailed(tenant, operation, message)
        case .finished(let tenant, let actionID, let state, let record):
            ended(tenant, actionID, state, record)
        case .settled: released()
        case .overdue(let tenant, let actions):
            let shown = actions.prefix(20).map(String.init).joined(separator: ",")
            logger.warning(
                "actions are overdue and tracked on",
                ["tenant": "\(tenant)", "actions": "\(shown)", "count": "\(actions.count)"])
        // The daemon says so itself, once, whichever of its parts saw it first.
        case .superseded: break
        }
    }

    private func submitting(_ claim: Claim) {
        let waited = time.now().wall - claim.arrivedAt
        metrics.observe("lazaret_alert_to_submit_seconds", seconds(waited))
        logger.debug("submitting", ids(claim))
    }

    private func submitted(_ claim: Claim, _ answer: SubmitAnswer, _ change: ActionChange) {
        metrics.add("lazaret_submissions_total", 1, [("result", answer.outcome.word)])
        var metadata = ids(claim)
        metadata["outcome"] = "\(answer.outcome.word)"
        metadata["duration_ms"] = "\((answer.report.finishedAt - answer.report.startedAt).milliseconds)"
        metadata["state"] = "\(change.to.rawValue)"
        metadata["reason"] = change.reason.map { "\($0.rawValue)" }
        metadata["machine_action"] = change.machineAction.map { "\($0.id)" }
        metadata["error_code"] = answer.report.errorCode.map { "\($0)" }
        metadata["error_message"] = answer.report.errorMessage.map { "\($0)" }
        let isGood = change.to == .submitted || change.to == .succeeded
        logger.log(level: isGood ? .info : .warning, "submitted", metadata: metadata)
    }

    private func ended(_ tenant: String, _ actionID: Int64, _ state: ActionState, _ record: MachineAction?) {
        var metadata: Logger.Metadata = [
            "tenant": "\(tenant)", "action": "\(actionID)", "state": "\(state.rawValue)",
        ]
        metadata["machine_action"] = record.map { "\($0.id)" }
        metadata["machine"] = record?.machineID.map { "\($0.lowercased())" }
        metadata["sha1"] = record?.fileIdentifier.map { "\($0.lowercased())" }
        metadata["outcome"] = record.map { "\($0.status)" }
        logger.log(level: state == .succeeded ? .info : .warning, "action finished", metadata: metadata)
    }

    private func looked(_ look: Look, _ word: String, _ change: ActionChange) {
        logger.info(
            "looked for an unconfirmed action",
            [
                "action": "\(look.actionID)", "machine": "\(look.submission.machineID)",
                "sha1": "\(look.submission.sha1)", "outcome": "\(word)", "state": "\(change.to.rawValue)",
            ])
    }

    private func called(
        _ tenant: String, _ operation: LazaretCore.Operation, _ report: CallReport, _ duration: Duration
    ) {
        metrics.add(
            "lazaret_api_requests_total", 1,
            [("operation", operation.rawValue), ("code", String(report.httpStatus ?? 0))])
        metrics.observe(
            "lazaret_api_request_duration_seconds", seconds(duration), [("operation", operation.rawValue)])
        logger.trace(
            "called",
            [
                "tenant": "\(tenant)", "operation": "\(operation.rawValue)", "status": "\(report.httpStatus ?? 0)",
                "duration_ms": "\(duration.milliseconds)",
            ])
    }

    private func lanePaused(_ tenant: String, _ lane: LazaretCore.Operation, _ pause: Traffic.Pause) {
        // A silent service is nobody's lane: it is up again with the first answer.
        if pause.length != nil { state.notePause(tenant: tenant, lane: lane, reason: pause.reason) }
        failures.log(
            .warning, "lane paused",
            [
                "tenant": "\(tenant)", "operation": "\(lane.rawValue)", "reason": "\(pause.reason)",
                "for_s": "\((pause.length ?? .zero).milliseconds / 1000)", "message": "\(pause.message)",
            ], key: "\(tenant) \(lane.rawValue) \(pause.reason)")
    }

    private func logFailed(_ tenant: String, _ operation: LazaretCore.Operation, _ message: String) {
        metrics.add("lazaret_database_errors_total")
        failures.log(
            .error, "the action log failed",
            ["tenant": "\(tenant)", "operation": "\(operation.rawValue)", "message": "\(message)"],
            key: "\(operation.rawValue) \(message)")
    }

    private func ids(_ claim: Claim) -> Logger.Metadata {
        [
            "tenant": "\(claim.tenant)", "action": "\(claim.actionID)", "attempt": "\(claim.attemptID)",
            "machine": "\(claim.submission.machineID)", "sha1": "\(claim.submission.sha1)",
        ]
    }

    private func seconds(_ duration: Duration) -> Double { Double(duration.milliseconds) / 1000 }
}
