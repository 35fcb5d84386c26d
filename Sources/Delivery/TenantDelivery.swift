public import LazaretCore

/// One tenant's delivery: submitting, looking, tracking, cancelling and asking first, each a loop of its own over the action log,
/// and beside them one that sees when a refused sign-in is worth another try.
///
/// Memory holds only what is in flight. Every wake-up may be lost: the loops ask the log again at the next due instant.
public struct TenantDelivery: Sendable {
    private let context: DeliveryContext
    private let traffic: TenantTraffic
    private let bells = Bells()

    public init(context: DeliveryContext, settings: DeliverySettings) {
        self.context = context
        traffic = TenantTraffic(context: context, settings: settings, bells: bells)
    }

    public var tenant: String { context.tenant }

    /// Quota and pauses of before the restart. Call once, before ``run()``. Throws what the action log throws.
    public func restore() async throws {
        try await traffic.restore()
    }

    /// Runs until ``stop()``, and then until what is in flight is recorded. Cancelling ends the calls in flight as well; a POST
    /// cut off so is `unconfirmed`, and looked for at the next start.
    public func run() async {
        let (context, traffic) = (context, traffic)
        await withDiscardingTaskGroup { group in
            group.addTask { await Submitter(context: context, traffic: traffic).run() }
            group.addTask { await Finder(context: context, traffic: traffic).run() }
            group.addTask { await Tracker(context: context, traffic: traffic).run() }
            group.addTask { await Canceller(context: context, traffic: traffic).run() }
            group.addTask { await Looker(context: context, traffic: traffic, operation: .machine).run() }
            group.addTask { await Looker(context: context, traffic: traffic, operation: .file).run() }
            group.addTask { await SignInWatch(context: context, traffic: traffic).run() }
        }
    }

    /// Nothing new leaves from now on.
    public func stop() {
        context.stop.raise()
        bells.ringAll()
    }

    /// A hint that the action log has something new for this tenant.
    public func nudge() {
        bells.ringAll()
    }

    public func apply(_ settings: DeliverySettings) async throws {
        try await traffic.replace(settings: settings)
    }

    /// The loops that have not moved for longer than `limit`; empty while all is well.
    public func wedged(for limit: Duration, at now: Steady) -> [Operation] {
        context.pulses.silent(for: limit, at: now)
    }

    /// Each window of a lane with how much of it is used.
    public func usage(of lane: Operation) async -> [(per: Duration, limit: Int, used: Int)] {
        await traffic.usage(of: lane)
    }
}
