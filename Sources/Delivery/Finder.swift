import LazaretCore

/// Looks for unconfirmed actions in Defender's list, before anything is sent again.
struct Finder: Sendable {
    let context: DeliveryContext
    let traffic: TenantTraffic

    func run() async {
        while !context.stop.isRaised {
            do {
                let now = context.time.now()
                switch try await context.log.dueLook(tenant: context.tenant, at: now) {
                case .due(let look): try await find(look)
                case .nothing(let next):
                    await wait(until: next.map { now.steady + max($0 - now.wall, .milliseconds(1)) })
                }
            } catch {
                context.observer.deliveryDid(
                    .logFailed(tenant: context.tenant, operation: .find, message: "\(error)"))
                let pause = await traffic.current.retry.initialDelay
                await wait(until: context.time.now().steady + pause)
            }
        }
    }

    private func find(_ look: Look) async throws {
        let reservation: Traffic.Reservation
        switch await traffic.reserve(.list) {
        case .at(let instant): return await wait(until: instant)
        case .afterAnother: return await wait(until: nil)
        case .granted(let granted): reservation = granted
        }
        let attempt = try await context.begin(.find, action: look.actionID, reservation, traffic)
        let began = context.time.now()
        let since = look.sentAt - Aftermath.clockMargin
        let answer = await context.gateway.list(.machine(look.submission.machineID, since: since))
        let now = context.time.now()
        context.observer.deliveryDid(
            .called(
                tenant: context.tenant, operation: .find, report: answer.report, duration: now.steady - began.steady))
        let (change, word) = await traffic.current.aftermath.ofLook(
            look, answer.outcome, at: now.wall, chance: context.chance())
        let call = FinishedCall(
            attemptID: attempt, outcome: word, report: answer.report,
            usedQuota: answer.report.requestMayHaveLeft)
        await context.untilRecorded(.find) {
            try await context.log.record(look, call: call, change: change, at: now)
        }
        context.observer.deliveryDid(.looked(look, word: word, change))
        if change.to.isFinal {
            context.observer.deliveryDid(
                .finished(tenant: context.tenant, actionID: look.actionID, state: change.to))
        }
        await context.untilRecorded(.find) {
            try await traffic.end(reservation, event: .of(answer), usedQuota: answer.report.requestMayHaveLeft)
        }
    }

    private func wait(until instant: Steady?) async {
        await traffic.bells.look.wait(until: instant, on: context.time)
    }
}
