import LazaretCore

/// Claims what is due and posts it: intent, POST, outcome, each durable before the next.
struct Submitter: Sendable {
    let context: DeliveryContext
    let traffic: TenantTraffic
    private let loop: DeliveryLoop

    init(context: DeliveryContext, traffic: TenantTraffic) {
        self.context = context
        self.traffic = traffic
        loop = DeliveryLoop(context: context, traffic: traffic, operation: .submit)
    }

    /// A claimed POST leaves within this time or not at all. Between claim and POST lies nothing but a glance at the log:
    /// more time than this means that the process was stopped, and that another may have posted since.
    static let sendWithin: Duration = .seconds(10)

    /// Until stopped. Stops claiming then; posts in flight go on to their end in the same group and are recorded.
    func run() async {
        await withDiscardingTaskGroup { group in
            await loop.run {
                guard let posting = try await next() else { return }
                group.addTask { await post(posting) }
            }
        }
    }

    private struct Posting: Sendable {
        let claim: Claim
        let reservation: Traffic.Reservation
        /// It leaves before this instant or not at all.
        let limit: Steady
    }

    /// The next claim, its intent durable; nil after a wait.
    private func next() async throws -> Posting? {
        let now = context.time.now()
        switch try await context.log.nextDue(tenant: context.tenant, at: now) {
        case .now: break
        case .later(let next):
            let longest = await traffic.current.retry.longestDelay
            await loop.wait(until: try await context.instant(of: next, longest: longest, seenAt: now))
            return nil
        case .nothing, .paused:
            await loop.wait(until: nil)
            return nil
        }
        guard let reservation = await loop.reserve() else { return nil }
        // Signed in before the intent is written: a claimed action waits for nothing but its POST.
        if let fault = await context.gateway.prepare() {
            await traffic.end(reservation, of: .submit, event: .of(fault), usedQuota: false)
            return nil
        }
        return try await claim(reservation)
    }

    /// Nil after a wait, the reservation given back.
    private func claim(_ reservation: Traffic.Reservation) async throws -> Posting? {
        let settings = await traffic.current
        let request = ClaimRequest(
            tenant: context.tenant, rules: settings.rules, retry: settings.retry, deadline: reservation.deadline)
        let now = context.time.now()
        let result: ClaimResult
        do {
            result = try await context.log.claim(request, at: now)
        } catch {
            await traffic.giveBack(reservation)
            throw error
        }
        if case .claimed(let claim) = result {
            return Posting(claim: claim, reservation: reservation, limit: now.steady + Self.sendWithin)
        }
        await traffic.giveBack(reservation)
        if case .nothing(let next?) = result {
            let longest = settings.retry.longestDelay
            await loop.wait(until: try await context.instant(of: next, longest: longest, seenAt: now))
        } else {
            await loop.wait(until: nil)
        }
        return nil
    }

    private func post(_ posting: Posting) async {
        let claim = posting.claim
        let call: DeliveryLoop.Call<SubmitOutcome>
        switch await permission(for: claim) {
        case .superseded: return await traffic.giveBack(posting.reservation)
        case .denied(let why): call = loop.unmade(claim, on: posting.reservation, notSent(why))
        case .granted:
            context.observer.deliveryDid(.submitting(claim))
            call = await loop.call(of: claim, on: posting.reservation) {
                await context.gateway.submit(claim.submission, before: posting.limit)
            }
        }
        let now = call.now
        let answer = SubmitAnswer(outcome: call.answer, report: call.report)
        let change = await traffic.current.aftermath.ofSubmit(claim, answer, at: now.wall, chance: context.chance())
        let isRecorded = await loop.finish(call, as: call.answer.word) {
            try await context.log.record(claim, call: $0, change: change, at: now)
        }
        if isRecorded { report(claim, answer, change) }
    }

    private enum SendPermission {
        case granted, superseded
        case denied(String)
    }

    /// The last look at the log before the POST.
    private func permission(for claim: Claim) async -> SendPermission {
        do {
            if try await context.log.isStillOurs(claim) { return .granted }
            context.noteSuperseded()
            return .superseded
        } catch {
            context.note(error, during: .submit)
            return .denied("\(error)")
        }
    }

    private func notSent(_ why: String) -> SubmitAnswer {
        let now = context.time.now().wall
        let report = CallReport(
            startedAt: now, finishedAt: now, errorCode: "action_log", errorMessage: why, requestMayHaveLeft: false)
        return SubmitAnswer(outcome: .notSent, report: report)
    }

    private func report(_ claim: Claim, _ answer: SubmitAnswer, _ change: ActionChange) {
        context.observer.deliveryDid(.submitted(claim, answer, change))
        guard change.to.isFinal else { return }
        context.observer.deliveryDid(
            .finished(tenant: context.tenant, actionID: claim.actionID, state: change.to, record: change.machineAction))
    }
}
