import LazaretCore

/// Claims what is due and posts it: intent, POST, outcome, each durable before the next.
struct Submitter: Sendable {
    let context: DeliveryContext
    let traffic: TenantTraffic

    /// Until stopped. Stops claiming then; posts in flight go on to their end in the same group and are recorded.
    func run() async {
        await withDiscardingTaskGroup { group in
            while !context.stop.isRaised {
                switch await traffic.reserve(.submit) {
                case .at(let instant): await wait(until: instant)
                case .afterAnother: await wait(until: nil)
                case .granted(let reservation):
                    guard let claim = await claim(reservation) else { continue }
                    group.addTask { await post(claim, reservation) }
                }
            }
        }
    }

    /// The next claim, its intent durable; nil after a wait, the reservation given back.
    private func claim(_ reservation: Traffic.Reservation) async -> Claim? {
        let settings = await traffic.current
        let request = ClaimRequest(
            tenant: context.tenant, rules: settings.rules, retry: settings.retry, deadline: reservation.deadline)
        do {
            if try await context.log.hasDue(tenant: context.tenant, at: context.time.now()) {
                // Signed in before the intent is written: a claimed action waits for nothing but its POST.
                if let fault = await context.gateway.prepare() {
                    try await traffic.end(reservation, event: .fault(fault), usedQuota: false)
                    return nil
                }
            }
            let now = context.time.now()
            switch try await context.log.claim(request, at: now) {
            case .claimed(let claim): return claim
            case .paused:
                await traffic.giveBack(reservation)
                await wait(until: nil)
            case .nothing(let next):
                await traffic.giveBack(reservation)
                await wait(until: next.map { now.steady + max($0 - now.wall, .milliseconds(1)) })
            }
        } catch {
            await traffic.giveBack(reservation)
            context.observer.deliveryDid(
                .logFailed(tenant: context.tenant, operation: .submit, message: "\(error)"))
            await wait(until: context.time.now().steady + settings.retry.initialDelay)
        }
        return nil
    }

    private func post(_ claim: Claim, _ reservation: Traffic.Reservation) async {
        context.observer.deliveryDid(.submitting(claim))
        let began = context.time.now()
        let answer = await context.gateway.submit(claim.submission)
        let now = context.time.now()
        context.observer.deliveryDid(
            .called(
                tenant: context.tenant, operation: .submit, report: answer.report, duration: now.steady - began.steady))
        let settings = await traffic.current
        let change = settings.aftermath.ofSubmit(claim, answer, at: now.wall, chance: context.chance())
        let call = FinishedCall(
            attemptID: claim.attemptID, outcome: answer.outcome.word, report: answer.report,
            usedQuota: answer.report.requestMayHaveLeft)
        await context.untilRecorded(.submit) {
            try await context.log.record(claim, call: call, change: change, at: now)
        }
        context.observer.deliveryDid(.submitted(claim, answer, change))
        if change.to.isFinal {
            context.observer.deliveryDid(
                .finished(tenant: context.tenant, actionID: claim.actionID, state: change.to))
        }
        await context.untilRecorded(.submit) {
            try await traffic.end(reservation, event: .of(answer), usedQuota: answer.report.requestMayHaveLeft)
        }
    }

    private func wait(until instant: Steady?) async {
        await traffic.bells.submit.wait(until: instant, on: context.time)
    }
}
