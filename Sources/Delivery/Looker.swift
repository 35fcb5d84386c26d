import LazaretCore

/// Asks Defender about the machines (or the files) of what is about to leave, where the guard rails want to know
/// (`policy.lookups`). An action leaves when the answers are there; an answer serves every action until it is too old.
///
/// Its lane has a quota of its own at the service, so it takes nothing from submitting and tracking.
struct Looker: Sendable {
    let context: DeliveryContext
    let traffic: TenantTraffic
    /// `machine` or `file`.
    let operation: LazaretCore.Operation

    func run() async {
        while !context.stop.isRaised {
            do {
                let settings = await traffic.current
                guard settings.rules.lookups.asks(operation), settings.rules.mode != .dryRun else {
                    await wait(until: nil)
                    continue
                }
                let now = context.time.now()
                let due = try await context.log.dueLookups(
                    operation, tenant: context.tenant, limit: settings.throttle.maximumInFlight, at: now)
                if due.subjects.isEmpty {
                    await wait(until: due.next.map { now.steady + max($0 - now.wall, .milliseconds(1)) })
                } else {
                    try await ask(due.subjects, settings)
                }
            } catch {
                context.note(error, during: operation)
                await wait(until: context.time.now().steady + (await traffic.current.retry.initialDelay))
            }
        }
    }

    /// All of them at a time, as far as the lane has room.
    private func ask(_ subjects: [DueLookup], _ settings: DeliverySettings) async throws {
        try await withThrowingTaskGroup(of: Void.self) { group in
            var refusal: Traffic.Permission?
            for due in subjects where refusal == nil && !context.stop.isRaised {
                switch await traffic.reserve(operation) {
                case .granted(let reservation): group.addTask { try await ask(due, reservation, settings) }
                case let later: refusal = later
                }
            }
            try await group.waitForAll()
            switch refusal {
            case .at(let instant): await wait(until: instant)
            case .afterAnother: await wait(until: nil)
            case .granted, nil: break
            }
        }
    }

    private func ask(_ due: DueLookup, _ reservation: Traffic.Reservation, _ settings: DeliverySettings) async throws {
        let attempt = try await context.begin(operation, action: due.actionID, reservation, traffic)
        let began = context.time.now()
        switch due.subject {
        case .machine(let id):
            let answer = await context.lookups.machine(id)
            let (now, chance) = (context.time.now(), context.chance())
            let content = settings.lookupAftermath.ofMachine(
                due, tenant: context.tenant, answer.outcome, at: now.wall, chance: chance)
            await end(due, answer, content, attempt, reservation, began)
        case .file(let sha1):
            let answer = await context.lookups.file(sha1)
            let (now, chance) = (context.time.now(), context.chance())
            let content = settings.lookupAftermath.ofFile(
                due, tenant: context.tenant, answer.outcome, at: now.wall, chance: chance)
            await end(due, answer, content, attempt, reservation, began)
        }
    }

    private func end<Record>(
        _ due: DueLookup, _ answer: ReadAnswer<Record>, _ content: LookupAnswer?, _ attempt: Int64,
        _ reservation: Traffic.Reservation, _ began: Moment
    ) async {
        let now = context.time.now()
        context.observer.deliveryDid(
            .called(
                tenant: context.tenant, operation: operation, report: answer.report,
                duration: now.steady - began.steady))
        let call = FinishedCall(
            attemptID: attempt, outcome: answer.outcome.word, report: answer.report,
            usedQuota: answer.report.requestMayHaveLeft)
        await context.untilRecorded(operation) {
            if let content {
                try await context.log.record(content, call: call, at: now)
            } else {
                try await context.log.finish(call, at: now)
            }
        }
        context.observer.deliveryDid(.lookedUp(tenant: context.tenant, due.subject, word: answer.outcome.word))
        await traffic.end(reservation, event: .of(answer), usedQuota: answer.report.requestMayHaveLeft)
    }

    private func wait(until instant: Steady?) async {
        let bells = traffic.bells
        await context.wait(for: operation == .machine ? bells.machine : bells.file, until: instant)
    }
}
