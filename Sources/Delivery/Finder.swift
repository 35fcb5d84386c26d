import LazaretCore

/// Looks for unconfirmed actions in Defender's list, before anything is sent again.
struct Finder: Sendable {
    let context: DeliveryContext
    let traffic: TenantTraffic

    func run() async {
        // When each action was last looked for in vain, on the clock that does not jump.
        var looked: [Int64: Steady] = [:]
        while !context.stop.isRaised {
            context.pulses.beat(.find, at: context.time.now().steady)
            do {
                let now = context.time.now()
                switch try await context.log.dueLook(tenant: context.tenant, at: now) {
                case .due(let look):
                    let distance = await traffic.current.retry.findBeforeResend
                    if look.looks > 0, let again = looked[look.actionID].map({ $0 + distance }), now.steady < again {
                        // The wall clock has jumped ahead: two looks must really lie that far apart.
                        await wait(until: again)
                    } else {
                        looked[look.actionID] = try await find(look)
                    }
                case .nothing(let next):
                    let longest = await traffic.current.retry.longestDelay
                    var instant: Steady?
                    if let next { instant = try await context.instant(of: next, longest: longest, seenAt: now) }
                    await wait(until: instant)
                }
            } catch {
                context.note(error, during: .find)
                await wait(until: context.time.now().steady + (await traffic.current.retry.initialDelay))
            }
        }
    }

    /// Returns when it found nothing, where it found nothing and the action is still unconfirmed.
    private func find(_ look: Look) async throws -> Steady? {
        let reservation: Traffic.Reservation
        switch await traffic.reserve(.find) {
        case .at(let instant):
            await wait(until: instant)
            return nil
        case .afterAnother:
            await wait(until: nil)
            return nil
        case .granted(let granted): reservation = granted
        }
        let attempt = try await context.begin(.find, action: look.actionID, reservation, traffic)
        let began = context.time.now()
        let since = look.sentAt - Aftermath.lookMargin
        let answer = await context.gateway.list(.machine(look.submission.machineID, since: since))
        let now = context.time.now()
        context.observer.deliveryDid(
            .called(
                tenant: context.tenant, operation: .find, report: answer.report, duration: now.steady - began.steady))
        let (change, word) = await traffic.current.aftermath.ofLook(
            look, answer.outcome, at: now.wall, chance: context.chance())
        let usedQuota = answer.report.requestMayHaveLeft
        let call = FinishedCall(attemptID: attempt, outcome: word, report: answer.report, usedQuota: usedQuota)
        let isRecorded = await context.untilRecorded(.find) {
            try await context.log.record(look, call: call, change: change, at: now)
        }
        if isRecorded { report(look, word, change) }
        await traffic.end(reservation, event: .of(answer), usedQuota: usedQuota)
        return change.to == .unconfirmed && change.looks > look.looks ? now.steady : nil
    }

    private func report(_ look: Look, _ word: String, _ change: ActionChange) {
        context.observer.deliveryDid(.looked(look, word: word, change))
        guard change.to.isFinal else { return }
        context.observer.deliveryDid(
            .finished(tenant: context.tenant, actionID: look.actionID, state: change.to, record: change.machineAction))
    }

    private func wait(until instant: Steady?) async {
        context.pulses.rest(.find)
        await context.wait(for: traffic.bells.look, until: instant)
        context.pulses.beat(.find, at: context.time.now().steady)
    }
}
