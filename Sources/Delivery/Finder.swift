import LazaretCore

/// Looks for unconfirmed actions in Defender's list, before anything is sent again.
struct Finder: Sendable {
    let context: DeliveryContext
    let traffic: TenantTraffic
    private let loop: DeliveryLoop

    init(context: DeliveryContext, traffic: TenantTraffic) {
        self.context = context
        self.traffic = traffic
        loop = DeliveryLoop(context: context, traffic: traffic, operation: .find)
    }

    func run() async {
        // When each action was last looked for in vain, on the clock that does not jump.
        var looked: [Int64: Steady] = [:]
        var vain = VainCalls()
        await loop.run {
            let now = context.time.now()
            switch try await context.log.dueLook(tenant: context.tenant, at: now) {
            case .due(let look):
                let distance = await traffic.current.retry.findBeforeResend
                if look.looks > 0, let again = looked[look.actionID].map({ $0 + distance }), now.steady < again {
                    // The wall clock has jumped ahead: two looks must really lie that far apart.
                    await loop.wait(until: again)
                } else {
                    looked[look.actionID] = try await find(look, &vain)
                }
            case .nothing(let next):
                let longest = await traffic.current.retry.longestDelay
                var instant: Steady?
                if let next { instant = try await context.instant(of: next, longest: longest, seenAt: now) }
                await loop.wait(until: instant)
            }
        }
    }

    /// Page by page, a call each, until ours is there or there is no more.
    ///
    /// Returns when it found nothing, where it found nothing and the action is still unconfirmed.
    private func find(_ look: Look, _ vain: inout VainCalls) async throws -> Steady? {
        var pages = LookPages()
        while !context.stop.isRaised {
            guard let reservation = await loop.reserve() else {
                if pages.members == 0 { return nil }
                continue
            }
            let query = ActionQuery.machine(
                look.submission.machineID, since: look.sentAt - Aftermath.lookMargin, skip: pages.members)
            let call = try await loop.call(on: reservation, action: look.actionID) { await context.gateway.list(query) }
            let now = call.now
            let aftermath = await traffic.current.aftermath
            if case .ok(let page) = call.answer, pages.add(page), !aftermath.isFound(look, in: pages) {
                let isRecorded = await loop.finish(call, as: call.answer.word) {
                    try await context.log.finish($0, at: now)
                }
                guard isRecorded else { return nil }
                continue
            }
            let (change, word) = aftermath.ofLook(
                look, call.answer.map { _ in pages }, failures: vain.failures(of: look.actionID), at: now.wall,
                chance: context.chance())
            let isVain = change.to == .unconfirmed && change.looks == look.looks
            vain.note(look.actionID, call.answer, isVain: isVain)
            let isRecorded = await loop.finish(call, as: word) {
                try await context.log.record(look, call: $0, change: change, at: now)
            }
            if isRecorded { report(look, word, change) }
            return change.to == .unconfirmed && change.looks > look.looks ? now.steady : nil
        }
        return nil
    }

    private func report(_ look: Look, _ word: String, _ change: ActionChange) {
        context.observer.deliveryDid(.looked(look, word: word, change))
        guard change.to.isFinal else { return }
        context.observer.deliveryDid(
            .finished(tenant: context.tenant, actionID: look.actionID, state: change.to, record: change.machineAction))
    }
}
