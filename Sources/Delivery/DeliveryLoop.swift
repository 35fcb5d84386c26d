import LazaretCore

/// What the loops of a tenant's delivery have in common: turning until stopped, waiting for their bell, and making a call.
///
/// A call is: a place in the lane, the intent, the call, the outcome, the place given back; each durable before the next.
struct DeliveryLoop: Sendable {
    let context: DeliveryContext
    let traffic: TenantTraffic
    let operation: Operation

    /// Turns until stopped; where the action log failed, again after a while.
    func run(_ turn: () async throws -> Void) async {
        while !context.stop.isRaised {
            context.pulses.beat(operation, at: context.time.now().steady)
            do {
                try await turn()
            } catch {
                context.note(error, during: operation)
                await wait(until: context.time.now().steady + (await traffic.current.retry.initialDelay))
            }
        }
    }

    func wait(until instant: Steady?) async {
        context.pulses.rest(operation)
        await context.wait(for: traffic.bells[operation], until: instant)
        context.pulses.beat(operation, at: context.time.now().steady)
    }

    /// A place for one call, given back by ``finish(_:as:_:)``; nil after a wait.
    func reserve() async -> Traffic.Reservation? {
        let permission = await traffic.reserve(operation)
        if case .granted(let reservation) = permission { return reservation }
        await wait(for: permission)
        return nil
    }

    func wait(for permission: Traffic.Permission) async {
        switch permission {
        case .at(let instant): await wait(until: instant)
        case .afterAnother: await wait(until: nil)
        case .granted: break
        }
    }

    /// A call that has ended, and whose outcome is not recorded yet.
    struct Call<Answer: Sendable>: Sendable {
        let answer: Answer
        let report: CallReport
        let event: CallEvent
        /// When the answer came.
        let now: Moment
        fileprivate let attempt: Int64
        fileprivate let reservation: Traffic.Reservation
    }

    /// Writes the intent and makes the call. Throws what the action log throws; then nothing was sent.
    func call<Value>(
        on reservation: Traffic.Reservation, action: Int64?, _ ask: () async -> ReadAnswer<Value>
    ) async throws -> Call<ReadOutcome<Value>> {
        let attempt = try await context.begin(operation, action: action, reservation, traffic)
        let began = context.time.now()
        let answer = await ask()
        let now = tell(answer.report, since: began)
        return Call(
            answer: answer.outcome, report: answer.report, event: .of(answer), now: now, attempt: attempt,
            reservation: reservation)
    }

    /// The call of a claim, whose intent is written already.
    func call(
        of claim: Claim, on reservation: Traffic.Reservation, _ ask: () async -> SubmitAnswer
    ) async -> Call<SubmitOutcome> {
        let began = context.time.now()
        let answer = await ask()
        return Self.ended(claim, reservation, answer, at: tell(answer.report, since: began))
    }

    /// The claim's POST was not made, and never will be: there is an outcome, and nobody was called.
    func unmade(_ claim: Claim, on reservation: Traffic.Reservation, _ answer: SubmitAnswer) -> Call<SubmitOutcome> {
        Self.ended(claim, reservation, answer, at: context.time.now())
    }

    private static func ended(
        _ claim: Claim, _ reservation: Traffic.Reservation, _ answer: SubmitAnswer, at now: Moment
    ) -> Call<SubmitOutcome> {
        Call(
            answer: answer.outcome, report: answer.report, event: .of(answer), now: now, attempt: claim.attemptID,
            reservation: reservation)
    }

    private func tell(_ report: CallReport, since began: Moment) -> Moment {
        let now = context.time.now()
        context.observer.deliveryDid(
            .called(
                tenant: context.tenant, operation: operation, report: report, duration: now.steady - began.steady))
        return now
    }

    /// Records the outcome by `write`, and gives the place back. True where it was recorded
    /// (``DeliveryContext/untilRecorded(_:_:)``).
    func finish<Answer>(
        _ call: Call<Answer>, as word: String, _ write: @Sendable (FinishedCall) async throws -> Void
    ) async -> Bool {
        let usedQuota = call.report.requestMayHaveLeft
        let finished = FinishedCall(
            attemptID: call.attempt, outcome: word, report: call.report, usedQuota: usedQuota)
        let isRecorded = await context.untilRecorded(operation) { try await write(finished) }
        await traffic.end(call.reservation, of: operation, event: call.event, usedQuota: usedQuota)
        return isRecorded
    }
}
