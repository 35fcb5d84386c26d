import LazaretCore

/// Refreshes every open action of the tenant with one List call a round, until each is final.
struct Tracker: Sendable {
    let context: DeliveryContext
    let traffic: TenantTraffic

    /// As many ids as fit a URL that every gateway takes (about 40 bytes each).
    static let idsInOneCall = 50
    /// `$top` has this maximum (defender-api, section 2.4).
    static let pageSize = 10_000

    func run() async {
        // Fresh actions come due at any moment: without a distance between rounds each would cost a call of its own.
        var nextRound = context.time.now().steady
        while !context.stop.isRaised {
            do {
                let now = context.time.now()
                guard now.steady >= nextRound else {
                    await wait(until: nextRound)
                    continue
                }
                let round = try await context.log.dueForTracking(
                    tenant: context.tenant, limit: Self.pageSize, at: now)
                if round.open.isEmpty {
                    await wait(until: round.next.map { now.steady + max($0 - now.wall, .milliseconds(1)) })
                } else {
                    nextRound =
                        now.steady + .milliseconds(await traffic.current.tracking.initialInterval.milliseconds / 2)
                    try await refresh(round.open)
                }
            } catch {
                context.observer.deliveryDid(
                    .logFailed(tenant: context.tenant, operation: .list, message: "\(error)"))
                let pause = await traffic.current.retry.initialDelay
                await wait(until: context.time.now().steady + pause)
            }
        }
    }

    private func refresh(_ open: [OpenAction]) async throws {
        if open.count <= Self.idsInOneCall {
            try await ask(.ids(open.map(\.machineActionID)), for: open)
            return
        }
        let oldest = open.map(\.submittedAt).min() ?? context.time.now().wall
        let since = oldest - Aftermath.clockMargin
        let missing = try await ask(.since(since, top: Self.pageSize, skip: 0), for: open)
        // Older than the page, or adopted from before our first: asked by name.
        for start in stride(from: 0, to: missing.count, by: Self.idsInOneCall) {
            let chunk = Array(missing[start..<min(start + Self.idsInOneCall, missing.count)])
            try await ask(.ids(chunk.map(\.machineActionID)), for: chunk)
        }
    }

    /// One call; records what it saw. Returns what was asked for and missing from a full page, or nothing where the call
    /// failed (the round comes again).
    @discardableResult
    private func ask(_ query: ActionQuery, for open: [OpenAction]) async throws -> [OpenAction] {
        let reservation: Traffic.Reservation
        switch await traffic.reserve(.list) {
        case .at(let instant):
            await wait(until: instant)
            return []
        case .afterAnother:
            await wait(until: nil)
            return []
        case .granted(let granted): reservation = granted
        }
        let attempt = try await context.begin(.list, action: nil, reservation, traffic)
        let began = context.time.now()
        let answer = await context.gateway.list(query)
        let now = context.time.now()
        context.observer.deliveryDid(
            .called(
                tenant: context.tenant, operation: .list, report: answer.report, duration: now.steady - began.steady))
        let settings = await traffic.current
        let (sightings, missing) = sightings(of: open, in: answer.outcome, query, settings.aftermath, at: now.wall)
        let call = FinishedCall(
            attemptID: attempt, outcome: answer.outcome.word, report: answer.report,
            usedQuota: answer.report.requestMayHaveLeft)
        await context.untilRecorded(.list) { try await context.log.record(sightings, call: call, at: now) }
        report(sightings, of: open)
        await context.untilRecorded(.list) {
            try await traffic.end(reservation, event: .of(answer), usedQuota: answer.report.requestMayHaveLeft)
        }
        return missing
    }

    private func sightings(
        of open: [OpenAction], in outcome: ReadOutcome<[MachineAction]>, _ query: ActionQuery, _ aftermath: Aftermath,
        at now: Instant
    ) -> (seen: [Sighting], missing: [OpenAction]) {
        guard case .ok(let actions) = outcome else { return ([], []) }
        let byID = Dictionary(actions.map { ($0.id.lowercased(), $0) }, uniquingKeysWith: { first, _ in first })
        var seen: [Sighting] = []
        var missing: [OpenAction] = []
        for action in open {
            let found = byID[action.machineActionID.lowercased()]
            if found == nil, case .since = query {
                missing.append(action)
                continue
            }
            seen.append(
                Sighting(
                    actionID: action.actionID, machineAction: found,
                    nextCheck: aftermath.nextCheck(submittedAt: action.submittedAt, at: now)))
        }
        return (seen, missing)
    }

    private func report(_ sightings: [Sighting], of open: [OpenAction]) {
        context.observer.deliveryDid(.tracked(tenant: context.tenant, asked: open.count, changed: sightings))
        for sighting in sightings {
            guard let state = sighting.machineAction?.status.state, state.isFinal else { continue }
            context.observer.deliveryDid(
                .finished(tenant: context.tenant, actionID: sighting.actionID, state: state))
        }
    }

    private func wait(until instant: Steady?) async {
        await traffic.bells.track.wait(until: instant, on: context.time)
    }
}
