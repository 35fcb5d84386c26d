import ActionLog
public import DefenderSimulator
public import Delivery
public import LazaretCore
import LoopbackHTTPServer

/// One tenant of the simulated configuration.
public struct SimulatedTenant: Hashable, Sendable {
    public var name: String
    public var id: String

    public init(_ number: Int) {
        name = "t\(number)"
        id = "11111111-2222-3333-4444-0000000\(10_000 + number)"
    }
}

/// Something that must never be was.
public struct Violation: Error, CustomStringConvertible {
    public let description: String

    public init(_ text: String) {
        description = text
    }
}

/// Virtual time, the machine, the network, the model of Defender and the processes of the daemon. Everything happens on the
/// thread that calls; one seed decides everything.
public final class World: @unchecked Sendable {
    public let tenants: [SimulatedTenant]
    public internal(set) var settings: DeliverySettings
    public internal(set) var intakeRules: IntakeRules
    public internal(set) var defender: SimulatedDefender
    public var weather = Weather()
    public internal(set) var trace: Trace
    /// Milliseconds since the world began. The true wall time goes with it.
    public internal(set) var now: Int64 = 0
    /// What of the running processes' doings was against the rules.
    public internal(set) var violations: [Violation] = []
    public internal(set) var events: [DeliveryEvent] = []
    /// Whether ``events`` are kept.
    public var keepsEvents = false

    var host = Host()
    var queue = EventQueue()
    var schedule: Chance
    var network: Chance
    var jitter: Chance
    /// Of dying at a step of the log, and between two jobs.
    var deathRate = 0.0
    /// Of the disk failing a step of the log.
    var diskFaultRate = 0.0
    var processes: [SimulatedProcess] = []
    var inbox: [IntakeFile] = []
    /// What is committed, whichever process lives: it outlives them all. Without a fence, as operators have it.
    let store: ActionLog
    /// What is done wrong on purpose.
    let mutant: Mutant?
    private var started = 0
    private(set) var deaths = 0
    private var stepsAtThisInstant = 0

    static let installation = "0123456789ab"

    public init(
        seed: UInt64, tenants: Int = 1, settings: DeliverySettings,
        defender: SimulatorOptions = SimulatorOptions(), keepsTrace: Bool = false,
        mutant: Mutant? = nil
    ) throws {
        self.mutant = mutant
        self.tenants = (0..<tenants).map { SimulatedTenant($0) }
        self.settings = settings
        intakeRules = IntakeRules(
            policy: settings.rules,
            tenants: TenantDirectory(
                entries: self.tenants.map { TenantDirectory.Entry(name: $0.name, tenantID: $0.id) }))
        var options = defender
        options.seed = seed
        self.defender = SimulatedDefender(options: options)
        trace = Trace(keepsLines: keepsTrace)
        schedule = Chance(seed: seed, stream: 1)
        network = Chance(seed: seed, stream: 2)
        jitter = Chance(seed: seed, stream: 3)
        store = try ActionLog.inMemory(installation: Self.installation)
    }

    func after(_ duration: Duration, _ act: @escaping () -> Void) {
        queue.add(at: now + max(duration.milliseconds, 0), act)
    }

    func note(_ line: @autoclosure () -> String) {
        trace.add(at: now, line())
    }

    func heard(_ event: DeliveryEvent, from process: SimulatedProcess) {
        if keepsEvents { events.append(event) }
    }

    /// The service's own view of the time.
    var trueMoment: Moment {
        Moment(wall: Instant(milliseconds: Host.epoch + now), steady: Steady(milliseconds: now + 1_000_000))
    }

    /// A request reaches the service.
    func arrive(_ request: ServerRequest) -> ServerReply {
        let answer = defender.handle(request, at: trueMoment)
        note("arrives \(request.method) \(request.path) \(Self.word(answer.reply))")
        return answer.reply
    }

    private static func word(_ reply: ServerReply) -> String {
        switch reply {
        case .respond(let response): "\(response.status)"
        case .closeWithoutReply: "close"
        case .reset: "reset"
        case .truncated: "truncated"
        case .garbage: "garbage"
        case .hang: "hang"
        }
    }

    // MARK: Processes

    /// The process that runs, if any.
    var current: SimulatedProcess? { processes.last.flatMap { $0.isDead ? nil : $0 } }

    /// Starts the daemon; where it is killed on the way, again after a while.
    public func startProcess() throws {
        started += 1
        let process = SimulatedProcess(world: self, number: started)
        processes.append(process)
        do {
            try process.start()
        } catch is ProcessDied {
            try bury(process)
            return
        } catch let error as ActionLogError where error.remedy == .tryAgain {
            // As the daemon: it ends with an error, and systemd starts it again.
            process.die()
            try bury(process)
            return
        }
        try drainInbox()
    }

    /// kill -9, and systemd's restart.
    public func kill() throws {
        guard let process = current else { return }
        process.die()
        try bury(process)
    }

    func bury(_ process: SimulatedProcess) throws {
        deaths += 1
        note("p\(process.number) died")
        try process.bury()
        processes.removeAll { $0 === process }
        guard !process.isReplaced else { return }
        after(.milliseconds(schedule.milliseconds(100...20_000))) { [self] in attempt { try startProcess() } }
    }

    /// Does what may find a violation.
    func attempt(_ body: () throws -> Void) {
        do { try body() } catch let violation as Violation {
            violations.append(violation)
        } catch {
            violations.append(Violation("\(error)"))
        }
    }

    /// Whether the process dies here.
    func kills() -> Bool { schedule.happens(deathRate) }

    func failDisk() throws {
        if schedule.happens(diskFaultRate) { throw ActionLogError.full("the simulated disk is full") }
    }

    // MARK: Running

    /// Until `end` (milliseconds of the world), or the first violation.
    public func run(until end: Int64) {
        while violations.isEmpty {
            if let process = runnable() {
                stepsAtThisInstant += 1
                process.executor.runOne { [self] count in schedule.below(min(count, 3)) }
                if !process.isDead && schedule.happens(deathRate / 4) { process.die() }
                if process.isDead { attempt { try bury(process) } }
                if process.hasEndedByItself { attempt { try ended(process) } }
                if stepsAtThisInstant > 500_000 { violations.append(Violation("time stands still at \(now)")) }
                continue
            }
            guard let next = queue.nextTime, next <= end else {
                now = max(now, end)
                return
            }
            if next > now { stepsAtThisInstant = 0 }
            now = max(now, next)
            queue.removeFirst().act()
        }
    }

    public func run(for duration: Duration) { run(until: now + duration.milliseconds) }

    private func runnable() -> SimulatedProcess? {
        let ready = processes.filter { $0.isRunning && !$0.executor.isIdle }
        return ready.count < 2 ? ready.first : ready[schedule.below(ready.count)]
    }

    /// Only one that was replaced may end by itself.
    private func ended(_ process: SimulatedProcess) throws {
        guard process.isReplaced else { throw Violation("the daemon's loops ended at \(now)") }
        try bury(process)
    }
}
