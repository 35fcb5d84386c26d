import LazaretCore

/// Carries an operator's cancel to Defender, for actions that are already submitted.
struct Canceller: Sendable {
    let context: DeliveryContext
    let traffic: TenantTraffic

    func run() async {
        while !context.stop.isRaised {
            do {
                if let task = try await context.log.dueCancel(tenant: context.tenant, at: context.time.now()) {
                    try await cancel(task)
                } else {
                    await wait(until: nil)
                }
            } catch {
                context.observer.deliveryDid(
                    .logFailed(tenant: context.tenant, operation: .cancel, message: "\(error)"))
                let pause = await traffic.current.retry.initialDelay
                await wait(until: context.time.now().steady + pause)
            }
        }
    }

    private func cancel(_ task: CancelTask) async throws {
        let reservation: Traffic.Reservation
        switch await traffic.reserve(.cancel) {
        case .at(let instant): return await wait(until: instant)
        case .afterAnother: return await wait(until: nil)
        case .granted(let granted): reservation = granted
        }
        let attempt = try await context.begin(.cancel, action: task.actionID, reservation, traffic)
        let began = context.time.now()
        let answer = await context.gateway.cancel(task.machineActionID, comment: task.comment)
        let now = context.time.now()
        context.observer.deliveryDid(
            .called(
                tenant: context.tenant, operation: .cancel, report: answer.report, duration: now.steady - began.steady))
        var sighting: Sighting?
        var retryAt: Instant?
        let settings = await traffic.current
        switch answer.outcome {
        case .ok(let action):
            sighting = Sighting(
                actionID: task.actionID, machineAction: action,
                nextCheck: now.wall + settings.tracking.initialInterval)
        case .notFound, .refused: break  // finished or gone: tracking tells what it came to
        case .throttled, .laneFault, .failed:
            retryAt = now.wall + settings.retry.delay(afterAttempt: 1, chance: context.chance())
        }
        let call = FinishedCall(
            attemptID: attempt, outcome: answer.outcome.word, report: answer.report,
            usedQuota: answer.report.requestMayHaveLeft)
        await context.untilRecorded(.cancel) { [sighting, retryAt] in
            try await context.log.record(task, call: call, sighting: sighting, retryAt: retryAt, at: now)
        }
        context.observer.deliveryDid(.cancelled(task, word: answer.outcome.word))
        await context.untilRecorded(.cancel) {
            try await traffic.end(reservation, event: .of(answer), usedQuota: answer.report.requestMayHaveLeft)
        }
        if let retryAt { await wait(until: now.steady + (retryAt - now.wall)) }
    }

    private func wait(until instant: Steady?) async {
        await traffic.bells.cancel.wait(until: instant, on: context.time)
    }
}
