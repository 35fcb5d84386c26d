import LazaretCore

/// The one owner of a tenant's ``Traffic``: serialises its loops, stores pauses, and rings everybody when a call ends.
actor TenantTraffic {
    private var traffic: Traffic
    private var settings: DeliverySettings
    private let context: DeliveryContext
    /// Loops that were told to wait for quota, a pause's end or a call in flight.
    private var refused: Set<Operation> = []
    nonisolated let bells: Bells

    init(context: DeliveryContext, settings: DeliverySettings, bells: Bells) {
        self.context = context
        self.settings = settings
        self.bells = bells
        traffic = Traffic(throttle: settings.throttle, retry: settings.retry)
    }

    var current: DeliverySettings { settings }

    private static let names: [Operation] = [.submit, .list, .get, .cancel, .machine, .file]

    /// Reads slots and pauses of before the restart, and tells of pauses that go on. Throws what the action log throws.
    func restore() async throws {
        let now = context.time.now()
        let longest = settings.throttle.longestWindow
        let pauses = try await context.log.pauses(tenant: context.tenant)
        for lane in Self.names {
            let slots = try await context.log.slots(tenant: context.tenant, lane: lane, within: longest, at: now)
            let pause = pauses.first { $0.lane == lane }
            // A clock that was set back must not stretch a pause.
            let left = pause.map {
                min(
                    max($0.until - now.wall, .zero),
                    Traffic.longestPause(throttle: settings.throttle, retry: settings.retry))
            }
            traffic.restore(
                lane: lane, slots: slots, pausedUntil: left.map { now.steady + $0 },
                fault: (pause?.reason).flatMap(LaneFault.Kind.init(rawValue:)))
            if let pause, let left, left > .zero {
                let rest = Traffic.Pause(length: left, reason: pause.reason, message: pause.message)
                context.observer.deliveryDid(.lanePaused(tenant: context.tenant, lane: lane, pause: rest))
            }
        }
    }

    /// Keeps what is in flight and paused. Longer windows than before count calls that memory has let go: those are read again
    /// before anything leaves by the new limits. Throws what the action log throws, and has changed nothing then.
    func replace(settings new: DeliverySettings) async throws {
        let old = settings.throttle.longestWindow
        let longest = new.throttle.longestWindow
        var earlier: [Operation: [Steady]] = [:]
        if longest > old {
            let now = context.time.now()
            for lane in Self.names {
                earlier[lane] = try await context.log.slots(
                    tenant: context.tenant, lane: lane, within: longest, at: now
                ).filter { $0 + old <= now.steady }
            }
        }
        // Without a pause in between: by the old windows these slots would be let go again.
        for (lane, slots) in earlier { traffic.restore(lane: lane, earlier: slots) }
        settings = new
        traffic.adopt(throttle: new.throttle, retry: new.retry)
        bells.ringAll()
    }

    func reserve(_ operation: Operation) -> Traffic.Permission {
        let now = context.time.now().steady
        let permission = traffic.reserve(operation, deadline: now + settings.callLimit, at: now)
        if case .granted = permission { return permission }
        refused.insert(operation)
        return permission
    }

    /// Rings the loops that wait for a place: they would hear of nothing else.
    func giveBack(_ reservation: Traffic.Reservation) {
        traffic.giveBack(reservation)
        ringRefused()
    }

    private func ringRefused(and others: Set<Operation> = []) {
        let loops = refused.union(others)
        refused = []
        bells.ring(loops)
    }

    /// The loops for which the outcome of such a call may make work. What else changes in the action log (a person's decision,
    /// an alert, a held action let go) comes with a nudge.
    private static func concerned(by operation: Operation) -> Set<Operation> {
        switch operation {
        // Its machine is free again, or it is to be looked for, tracked or, by a request from before, cancelled.
        case .submit, .find: [.submit, .find, .list, .cancel]
        case .machine, .file: [.submit]
        case .list, .get, .cancel, .token: []
        }
    }

    /// After the call's outcome is durable. A pause that must outlive the process is stored before this returns, and holds in
    /// memory from the first moment.
    func end(
        _ reservation: Traffic.Reservation, of operation: Operation, event: CallEvent, usedQuota: Bool
    ) async {
        let now = context.time.now()
        let pause = traffic.end(
            reservation, event: event, usedQuota: usedQuota, at: now.steady, chance: context.chance())
        defer { ringRefused(and: Self.concerned(by: operation)) }
        if traffic.awaitsSignIn { bells.ring([.token]) }
        guard let pause else { return }
        let (tenant, lane) = (context.tenant, reservation.lane)
        var stored: LanePause?
        if pause.length == .zero {
            context.observer.deliveryDid(.laneResumed(tenant: tenant, lane: lane))
        } else {
            context.observer.deliveryDid(.lanePaused(tenant: tenant, lane: lane, pause: pause))
            // A silent service is no lane's pause, and not stored.
            guard let length = pause.length else { return }
            stored = LanePause(lane: lane, until: now.wall + length, reason: pause.reason, message: pause.message)
        }
        await context.untilRecorded(lane) { [stored] in
            try await context.log.setPause(tenant: tenant, lane: lane, pause: stored, at: now)
        }
    }

    /// A lane is paused because a sign-in was refused.
    var awaitsSignIn: Bool { traffic.awaitsSignIn }

    /// The credential is another one: whoever waited for that tries again.
    func signInChanged() {
        traffic.signInChanged()
        ringRefused()
    }

    func usage(of lane: Operation) -> [(per: Duration, limit: Int, used: Int)] {
        traffic.usage(of: lane, at: context.time.now().steady)
    }
}
