import LazaretCore

/// Carries an operator's cancel to Defender, for actions that are already submitted.
struct Canceller: Sendable {
    let context: DeliveryContext
    let traffic: TenantTraffic
    private let loop: DeliveryLoop

    init(context: DeliveryContext, traffic: TenantTraffic) {
        self.context = context
        self.traffic = traffic
        loop = DeliveryLoop(context: context, traffic: traffic, operation: .cancel)
    }

    func run() async {
        var vain = VainCalls()
        await loop.run {
            let now = context.time.now()
            switch try await context.log.dueCancel(tenant: context.tenant, at: now) {
            case .due(let task): try await cancel(task, &vain)
            case .nothing(let next):
                let settings = await traffic.current
                let longest = max(settings.retry.longestDelay, settings.tracking.initialInterval)
                var instant: Steady?
                if let next { instant = try await context.instant(of: next, longest: longest, seenAt: now) }
                await loop.wait(until: instant)
            }
        }
    }

    private func cancel(_ task: CancelTask, _ vain: inout VainCalls) async throws {
        guard let reservation = await loop.reserve() else { return }
        let call = try await loop.call(on: reservation, action: task.actionID) {
            await context.gateway.cancel(task.machineActionID, comment: task.remark)
        }
        let now = call.now
        var sighting: Sighting?
        var retryAt: Instant?
        let settings = await traffic.current
        let delay = settings.retry.delay(
            afterFailures: vain.failures(of: task.actionID) + 1, call.answer, chance: context.chance())
        switch call.answer {
        case .ok(let action):
            sighting = Sighting(
                actionID: task.actionID, machineAction: action,
                nextCheck: now.wall + settings.tracking.initialInterval)
        case .refused: break  // finished already: tracking tells what it came to
        // A fresh action's id is not known everywhere at once. The request ends when the action does.
        case .notFound: retryAt = now.wall + max(settings.tracking.initialInterval, delay)
        case .throttled, .laneFault, .failed: retryAt = now.wall + delay
        }
        vain.note(task.actionID, call.answer, isVain: retryAt != nil)
        let isRecorded = await loop.finish(call, as: call.answer.word) { [sighting, retryAt] in
            try await context.log.record(task, call: $0, sighting: sighting, retryAt: retryAt, at: now)
        }
        if isRecorded { report(task, call.answer) }
    }

    private func report(_ task: CancelTask, _ outcome: ReadOutcome<MachineAction>) {
        context.observer.deliveryDid(.cancelled(task, word: outcome.word))
        guard case .ok(let action) = outcome, action.status.state.isFinal else { return }
        context.observer.deliveryDid(
            .finished(tenant: context.tenant, actionID: task.actionID, state: action.status.state, record: action))
    }
}
