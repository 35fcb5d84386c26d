import ActionLog
import DefenderAPI
import Delivery
import LazaretCore

/// One run of the daemon's delivery: the real services over the real action log, on an executor that the world drives.
final class SimulatedProcess: @unchecked Sendable {
    unowned let world: World
    let number: Int
    let executor = StepExecutor()
    private(set) lazy var clock = ProcessClock(world: world)
    private(set) lazy var log = SteppedLog(process: self, log: actionLog)
    private let actionLog: ActionLog
    private var deliveries: [TenantDelivery] = []
    private var networks: [SimulatedNetwork] = []
    private var settler: Settler?
    private var root: Task<Void, Never>?
    private var hasEnded = false

    /// Killed: what it still runs has no effect.
    private(set) var isDead = false
    /// Stopped (SIGSTOP, a suspended machine): its jobs do not run.
    var isFrozen = false
    /// Another process has taken over from it while it was stopped.
    var isReplaced = false

    var isRunning: Bool { !isDead && !isFrozen && !hasEnded }
    var hasEndedByItself: Bool { hasEnded && !isDead }

    /// It has the log; nothing runs yet.
    init(world: World, number: Int) {
        self.world = world
        self.number = number
        actionLog = world.store.asAnotherProcess(boot: world.host.boot)
    }

    /// As the daemon starts: takes the log over, remembers quota and pauses, runs. Throws ``ProcessDied`` where it is killed
    /// on the way.
    func start() throws {
        let (log, now) = (log, clock.now())
        _ = try Pump.run { try await log.recover(at: now) }
        for tenant in world.tenants {
            let delivery = TenantDelivery(
                context: DeliveryContext(
                    tenant: tenant.name, gateway: gateway(tenant), log: log, time: clock, observer: self,
                    chance: { [world] in world.jitter.unit() }), settings: world.settings.mutated(by: world.mutant))
            try Pump.run { try await delivery.restore() }
            deliveries.append(delivery)
        }
        let settler = Settler(log: log, time: clock, observer: self) { [world] in world.settings }
        self.settler = settler
        let deliveries = deliveries
        root = Task(executorPreference: executor) { [self] in
            await withDiscardingTaskGroup { group in
                for delivery in deliveries { group.addTask { await delivery.run() } }
                group.addTask { await settler.run() }
            }
            hasEnded = true
        }
    }

    func nudge() {
        for delivery in deliveries { delivery.nudge() }
        settler?.nudge()
    }

    /// SIGHUP. Nil where it was taken; a died process takes none.
    func reload() {
        let (deliveries, settings) = (deliveries, world.settings.mutated(by: world.mutant))
        Task(executorPreference: executor) {
            // A log that fails refuses the reload; the next one comes.
            for delivery in deliveries { try? await delivery.apply(settings) }
        }
    }

    /// A step of the log. Here, as between any two jobs, the process may die.
    func passStep(_ name: String, mayFail: Bool) throws {
        if isDead { throw ProcessDied() }
        world.note("p\(number) \(name)")
        if world.kills() {
            die()
            throw ProcessDied()
        }
        if mayFail { try world.failDisk() }
    }

    /// kill -9: nothing that it does from here on has an effect.
    func die() {
        isDead = true
    }

    /// What is left of a dead process: its tasks end, its connections close.
    func bury() throws {
        isDead = true
        root?.cancel()
        for network in networks { network.abandon() }
        while !executor.isIdle { executor.runOne { _ in 0 } }
        if !hasEnded && root != nil { throw Violation("a task of a dead process waits for something that never comes") }
    }

    /// The real client. It signs in as a managed identity: that reads no file, so nothing happens on other threads.
    private func gateway(_ tenant: SimulatedTenant) -> any DefenderGateway & LookupGateway {
        let network = SimulatedNetwork(process: self)
        networks.append(network)
        let addresses = ServiceAddresses(
            apiBase: "https://api.defender.test", authority: "https://login.test",
            scope: "https://api.defender.test/.default")
        let tokens = TokenSource(
            grant: TokenGrant(tenantID: tenant.id, clientID: "client", addresses: addresses),
            credential: CredentialStore(.managedIdentity(ManagedIdentity(clientID: tenant.id)), trustedDirectory: nil),
            transport: network, time: clock, retry: world.settings.retry,
            chance: { [world] in world.jitter.unit() }, newID: { "00000000-0000-4000-8000-00000000000a" },
            observer: { _, _ in })
        let client = DefenderClient(addresses: addresses, tokens: tokens, transport: network, time: clock)
        return world.mutant.map { MutantGateway(client: client, mutant: $0) } ?? client
    }
}

extension SimulatedProcess: DeliveryObserver {
    func deliveryDid(_ event: DeliveryEvent) {
        world.note("p\(number) \(event.line)")
        world.heard(event, from: self)
        switch event {
        case .finished: settler?.nudge()
        case .settled: nudge()
        default: break
        }
    }
}

extension DeliveryEvent {
    /// For the trace.
    var line: String {
        switch self {
        case .submitting(let claim): "submitting \(claim.actionID)"
        case .submitted(let claim, let answer, let change):
            "submitted \(claim.actionID) \(answer.outcome.word) \(change.to.rawValue) \(change.reason?.rawValue ?? "")"
        case .looked(let look, let word, let change): "looked \(look.actionID) \(word) \(change.to.rawValue)"
        case .tracked(let tenant, let asked, let changed): "tracked \(tenant) \(asked) \(changed.count)"
        case .cancelled(let task, let word): "cancelled \(task.actionID) \(word)"
        case .called(let tenant, let operation, let report, _):
            "called \(tenant) \(operation.rawValue) \(report.httpStatus ?? 0) \(report.errorCode ?? "")"
        case .lanePaused(let tenant, let lane, let pause):
            "paused \(tenant) \(lane.rawValue) \(pause.reason) \(pause.length?.milliseconds ?? -1)"
        case .laneResumed(let tenant, let lane): "resumed \(tenant) \(lane.rawValue)"
        case .overdue(let tenant, let actions): "overdue \(tenant) \(actions)"
        case .superseded(let tenant): "superseded \(tenant)"
        case .lookedUp(let tenant, let subject, let word): "lookedUp \(tenant) \(subject.id) \(word)"
        case .logFailed(let tenant, let operation, let message): "logFailed \(tenant) \(operation.rawValue) \(message)"
        case .finished(_, let action, let state, _): "finished \(action) \(state.rawValue)"
        case .settled(let settled): "settled \(settled.tenantsWithWork.sorted())"
        }
    }
}
