import LazaretCore

/// Refreshes every open action of the tenant with one List call a round, until each is final.
struct Tracker: Sendable {
    let context: DeliveryContext
    let traffic: TenantTraffic

    /// As many ids as fit a URL that every gateway takes (about 40 bytes each).
    static let idsInOneCall = 50
    /// `$top` has this maximum (defender-api, section 2.4).
    static let pageSize = 10_000
    /// Calls by id in one round, for what the pages did not show; the rest has its turn in the next round.
    static let callsByID = 4
    /// Pages in one round. A list that is longer, or whose pages do not end, is left for asking by id.
    static let mostPages = 20

    private let loop: DeliveryLoop

    init(context: DeliveryContext, traffic: TenantTraffic) {
        self.context = context
        self.traffic = traffic
        loop = DeliveryLoop(context: context, traffic: traffic, operation: .list)
    }

    func run() async {
        // Fresh actions come due at any moment: without a distance between rounds each would cost a call of its own.
        var nextRound = context.time.now().steady
        // Rounds in a row that came to nothing.
        var failures = 0
        var overdue = OverdueWatch()
        await loop.run {
            let now = context.time.now()
            guard now.steady >= nextRound else { return await loop.wait(until: nextRound) }
            let round = try await context.log.dueForTracking(tenant: context.tenant, limit: Self.pageSize, at: now)
            let settings = await traffic.current
            let tracking = settings.tracking
            if round.open.isEmpty {
                var instant: Steady?
                if let next = round.next {
                    let longest = max(tracking.maximumInterval, tracking.initialInterval)
                    instant = try await context.instant(of: next, longest: longest, seenAt: now)
                }
                return await loop.wait(until: instant)
            }
            nextRound = now.steady + .milliseconds(tracking.initialInterval.milliseconds / 2)
            let late = overdue.newlyOverdue(round.open, after: tracking.overdueAfter, at: now.wall)
            if !late.isEmpty { context.observer.deliveryDid(.overdue(tenant: context.tenant, actionIDs: late)) }
            switch try await refresh(round.open) {
            case .seen: failures = 0
            case .put: break
            case .failed(let outcome):
                failures += 1
                let delay = settings.retry.delay(afterFailures: failures, outcome, chance: context.chance())
                nextRound = max(nextRound, context.time.now().steady + delay)
            }
        }
    }

    private enum Round {
        case seen
        /// There was no place for a call, or only its lane is to blame: its pause is the delay.
        case put
        case failed(ReadOutcome<ActionPage>)

        var isSeen: Bool {
            if case .seen = self { true } else { false }
        }
    }

    private func refresh(_ open: [OpenAction]) async throws -> Round {
        guard open.count > Self.idsInOneCall else {
            return try await ask(.ids(open.map(\.machineActionID)), for: open).round
        }
        let oldest = open.map(\.submittedAt).min() ?? context.time.now().wall
        let since = oldest - Aftermath.clockMargin
        var missing = open
        var skip = 0
        var last = Answer()
        // Other people's actions may fill pages too.
        for _ in 0..<Self.mostPages {
            let answer = try await ask(.since(since, top: Self.pageSize, skip: skip), for: missing)
            guard answer.round.isSeen else { return answer.round }
            missing = answer.missing
            if missing.isEmpty { return .seen }
            // The same page again: the service does not know `$skip`.
            guard answer.hasMore, answer.count > 0, answer.ids != last.ids || answer.ids.isEmpty else { break }
            last = answer
            skip += answer.count
        }
        return try await askByID(missing)
    }

    /// Adopted ones from before our first, and fresh ones that the list does not show yet.
    private func askByID(_ missing: [OpenAction]) async throws -> Round {
        let due = missing.filter(\.isDue).prefix(Self.callsByID * Self.idsInOneCall)
        for start in stride(from: 0, to: due.count, by: Self.idsInOneCall) {
            let chunk = Array(due[start..<min(start + Self.idsInOneCall, due.count)])
            let round = try await ask(.ids(chunk.map(\.machineActionID)), for: chunk).round
            guard round.isSeen else { return round }
        }
        return .seen
    }

    private struct Answer {
        var round = Round.put
        /// What the page held, and how many with those that cannot be read.
        var ids: [String] = []
        var count = 0
        /// It was full, or the service says that there is more behind it.
        var hasMore = false
        /// Asked for, and not on the page.
        var missing: [OpenAction] = []
    }

    /// One call; records what it saw.
    private func ask(_ query: ActionQuery, for open: [OpenAction]) async throws -> Answer {
        guard let reservation = await loop.reserve() else { return Answer() }
        let call = try await loop.call(on: reservation, action: nil) { await context.gateway.list(query) }
        let now = call.now
        let aftermath = await traffic.current.aftermath
        let (sightings, answer) = sightings(of: open, in: call.answer, query, aftermath, at: now.wall)
        let isRecorded = await loop.finish(call, as: call.answer.word) {
            try await context.log.record(sightings, call: $0, at: now)
        }
        if isRecorded { report(sightings, of: open) }
        return answer
    }

    private func sightings(
        of open: [OpenAction], in outcome: ReadOutcome<ActionPage>, _ query: ActionQuery, _ aftermath: Aftermath,
        at now: Instant
    ) -> (seen: [Sighting], answer: Answer) {
        guard case .ok(let page) = outcome else {
            switch outcome {
            case .throttled, .laneFault: return ([], Answer(round: .put))
            case .ok, .notFound, .failed, .refused: return ([], Answer(round: .failed(outcome)))
            }
        }
        let actions = page.actions
        let byID = Dictionary(actions.map { ($0.id.lowercased(), $0) }, uniquingKeysWith: { first, _ in first })
        var seen: [Sighting] = []
        let count = actions.count + page.unreadable
        var answer = Answer(
            round: .seen, ids: actions.map(\.id), count: count, hasMore: page.hasMore || count >= Self.pageSize)
        for action in open {
            let found = byID[action.machineActionID.lowercased()]
            if found == nil, case .since = query {
                answer.missing.append(action)
                continue
            }
            // What only came along and says nothing new is not written.
            guard action.isDue || found.map({ $0.status != action.status }) ?? false else { continue }
            seen.append(
                Sighting(
                    actionID: action.actionID, machineAction: found,
                    nextCheck: aftermath.nextCheck(submittedAt: action.submittedAt, at: now)))
        }
        return (seen, answer)
    }

    private func report(_ sightings: [Sighting], of open: [OpenAction]) {
        context.observer.deliveryDid(.tracked(tenant: context.tenant, asked: open.count, changed: sightings))
        for sighting in sightings {
            guard let state = sighting.machineAction?.status.state, state.isFinal else { continue }
            context.observer.deliveryDid(
                .finished(
                    tenant: context.tenant, actionID: sighting.actionID, state: state, record: sighting.machineAction))
        }
    }
}
