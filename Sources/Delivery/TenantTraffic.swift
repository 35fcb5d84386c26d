import LazaretCore

/// The one owner of a tenant's ``Traffic``: serialises its loops, stores pauses, and rings everybody when a call ends.
actor TenantTraffic {
    private var traffic: Traffic
    private var settings: DeliverySettings
    private let context: DeliveryContext
    nonisolated let bells: Bells

    init(context: DeliveryContext, settings: DeliverySettings, bells: Bells) {
        self.context = context
        self.settings = settings
        self.bells = bells
        traffic = Traffic(throttle: settings.throttle, retry: settings.retry)
    }

    var current: DeliverySettings { settings }

    /// Reads slots and pauses of before the restart. Throws what the action log throws.
    func restore() async throws {
        let now = context.time.now()
        let longest = settings.throttle.windows.map(\.per).max() ?? .zero
        let pauses = try await context.log.pauses(tenant: context.tenant)
        for lane in [Operation.submit, .list, .get, .cancel, .machine, .file] {
            let slots = try await context.log.slots(tenant: context.tenant, lane: lane, within: longest, at: now)
            let pause = pauses.first { $0.lane == lane }
            // A clock that was set back must not stretch a pause.
            let left = pause.map { min(max($0.until - now.wall, .zero), max(longest, settings.retry.maximumDelay)) }
            traffic.restore(
                lane: lane, slots: slots, pausedUntil: left.map { now.steady + $0 },
                probing: pause.map { $0.reason != Reason.throttled.rawValue } ?? false)
        }
    }

    /// Keeps what is in flight and paused; quota windows are rebuilt from the stored slots.
    func replace(settings: DeliverySettings) async throws {
        self.settings = settings
        traffic.adopt(throttle: settings.throttle, retry: settings.retry)
        bells.ringAll()
    }

    func reserve(_ lane: Operation) -> Traffic.Permission {
        let now = context.time.now().steady
        return traffic.reserve(lane, deadline: now + settings.callLimit, at: now)
    }

    func giveBack(_ reservation: Traffic.Reservation) {
        traffic.giveBack(reservation)
    }

    /// After the call's outcome is durable. A pause that must outlive the process is stored before anything else leaves.
    func end(_ reservation: Traffic.Reservation, event: CallEvent, usedQuota: Bool) async throws {
        let now = context.time.now()
        let pause = traffic.end(
            reservation, event: event, usedQuota: usedQuota, at: now.steady, chance: context.chance())
        defer { bells.ringAll() }
        guard let pause else { return }
        guard let length = pause.length else {
            context.observer.deliveryDid(.lanePaused(tenant: context.tenant, lane: reservation.lane, pause: pause))
            return
        }
        if length == .zero {
            context.observer.deliveryDid(.laneResumed(tenant: context.tenant, lane: reservation.lane))
            try await context.log.setPause(tenant: context.tenant, lane: reservation.lane, pause: nil, at: now)
        } else {
            context.observer.deliveryDid(.lanePaused(tenant: context.tenant, lane: reservation.lane, pause: pause))
            let stored = LanePause(
                lane: reservation.lane, until: now.wall + length, reason: pause.reason, message: pause.message)
            try await context.log.setPause(tenant: context.tenant, lane: reservation.lane, pause: stored, at: now)
        }
    }

    func usage(of lane: Operation) -> [(per: Duration, limit: Int, used: Int)] {
        traffic.usage(of: lane, at: context.time.now().steady)
    }
}

/// The doorbells of a tenant's loops.
struct Bells: Sendable {
    let submit = Doorbell()
    let look = Doorbell()
    let track = Doorbell()
    let cancel = Doorbell()
    let machine = Doorbell()
    let file = Doorbell()

    func ringAll() {
        for bell in [submit, look, track, cancel, machine, file] { bell.ring() }
    }
}
