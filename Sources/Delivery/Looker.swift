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
    private let loop: DeliveryLoop

    init(context: DeliveryContext, traffic: TenantTraffic, operation: LazaretCore.Operation) {
        self.context = context
        self.traffic = traffic
        self.operation = operation
        loop = DeliveryLoop(context: context, traffic: traffic, operation: operation)
    }

    func run() async {
        await loop.run {
            let settings = await traffic.current
            guard settings.rules.lookups.asks(operation), settings.rules.mode != .dryRun else {
                return await loop.wait(until: nil)
            }
            let now = context.time.now()
            let due = try await context.log.dueLookups(
                operation, tenant: context.tenant, limit: settings.throttle.maximumInFlight, at: now)
            if due.subjects.isEmpty {
                await loop.wait(until: due.next.map { now.steady + max($0 - now.wall, .milliseconds(1)) })
            } else {
                try await ask(due.subjects, settings)
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
            if let refusal { await loop.wait(for: refusal) }
        }
    }

    private func ask(_ due: DueLookup, _ reservation: Traffic.Reservation, _ settings: DeliverySettings) async throws {
        let (aftermath, tenant) = (settings.lookupAftermath, context.tenant)
        switch due.subject {
        case .machine(let id):
            let call = try await loop.call(on: reservation, action: due.actionID) { await context.lookups.machine(id) }
            let content = aftermath.ofMachine(
                due, tenant: tenant, call.answer, at: call.now.wall, chance: context.chance())
            await end(due, call, content)
        case .file(let sha1):
            let call = try await loop.call(on: reservation, action: due.actionID) { await context.lookups.file(sha1) }
            let content = aftermath.ofFile(
                due, tenant: tenant, call.answer, at: call.now.wall, chance: context.chance())
            await end(due, call, content)
        }
    }

    private func end<Record>(
        _ due: DueLookup, _ call: DeliveryLoop.Call<ReadOutcome<Record>>, _ content: LookupAnswer?
    ) async {
        let (word, now) = (call.answer.word, call.now)
        let isRecorded = await loop.finish(call, as: word) {
            if let content {
                try await context.log.record(content, call: $0, at: now)
            } else {
                try await context.log.finish($0, at: now)
            }
        }
        guard isRecorded else { return }
        context.observer.deliveryDid(.lookedUp(tenant: context.tenant, due.subject, word: word))
    }
}
