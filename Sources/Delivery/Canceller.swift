import LazaretCore

/// Carries an operator's cancel to Defender, for actions that are already submitted.
struct Canceller: Sendable {
    let context: DeliveryContext
    let traffic: TenantTraffic

    func run() async {
        while !context.stop.isRaised {
            context.pulses.beat(.cancel, at: context.time.now().steady)
            do {
                if let task = try await context.log.dueCancel(tenant: context.tenant, at: context.time.now()) {
                    try await cancel(task)
                } else {
                    await wait(until: nil)
                }
            } catch {
                context.note(error, during: .cancel)
                await wait(until: context.time.now().steady + (await traffic.current.retry.initialDelay))
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
        case .refused: break  // finished already: tracking tells what it came to
        // A fresh action's id is not known everywhere at once. The request ends when the action does.
        case .notFound: retryAt = now.wall + settings.tracking.initialInterval
        case .throttled, .laneFault, .failed:
            retryAt = now.wall + settings.retry.delay(afterAttempt: 1, chance: context.chance())
        }
        let usedQuota = answer.report.requestMayHaveLeft
        let call = FinishedCall(
            attemptID: attempt, outcome: answer.outcome.word, report: answer.report, usedQuota: usedQuota)
        let isRecorded = await context.untilRecorded(.cancel) { [sighting, retryAt] in
            try await context.log.record(task, call: call, sighting: sighting, retryAt: retryAt, at: now)
        }
        if isRecorded { report(task, answer) }
        await traffic.end(reservation, event: .of(answer), usedQuota: usedQuota)
        if let retryAt { await wait(until: now.steady + (retryAt - now.wall)) }
    }

    private func report(_ task: CancelTask, _ answer: ReadAnswer<MachineAction>) {
        context.observer.deliveryDid(.cancelled(task, word: answer.outcome.word))
        guard case .ok(let action) = answer.outcome, action.status.state.isFinal else { return }
        context.observer.deliveryDid(
            .finished(tenant: context.tenant, actionID: task.actionID, state: action.status.state, record: action))
    }

    private func wait(until instant: Steady?) async {
        context.pulses.rest(.cancel)
        await context.wait(for: traffic.bells.cancel, until: instant)
        context.pulses.beat(.cancel, at: context.time.now().steady)
    }
}
