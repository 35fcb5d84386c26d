public import ActionLog
public import DefenderSimulator
public import Delivery
public import LazaretCore
import LoopbackHTTPServer

/// What happens to the daemon from outside.
extension World {
    /// A file is renamed into the inbox. It stays there until a process has taken it in.
    public func deliver(_ file: IntakeFile) {
        inbox.append(file)
        attempt { try drainInbox() }
    }

    /// As intake does: durable first, then the file goes. A process that dies in between leaves it, and the next takes it in
    /// again.
    func drainInbox() throws {
        guard let process = current, !process.isFrozen, !process.isReplaced else { return }
        let (rules, moment, log) = (intakeRules, process.clock.now(), process.log)
        while let file = inbox.first {
            do {
                _ = try Pump.run { try await log.takeIn([file], rules: rules, at: moment) }
            } catch is ProcessDied {
                if mutant == .dropsAlert { inbox.removeFirst() }
                return try bury(process)
            } catch let error as ActionLogError where error.remedy == .tryAgain {
                after(.seconds(5)) { [self] in attempt { try drainInbox() } }
                return
            }
            inbox.removeFirst()
            if schedule.happens(deathRate) {
                // The file was taken in, and lies there still.
                inbox.insert(file, at: 0)
                process.die()
                return try bury(process)
            }
            process.nudge()
        }
    }

    /// A person's decision, by another process that writes the same log and then wakes the daemon.
    public func decide(
        _ verb: OperatorVerb, on actions: [Int64], comment: String = "simulated"
    ) throws -> [Decided] {
        let (log, moment) = (store, host.moment(at: now))
        let decision = Decision(verb, actor: "ann", comment: comment, rules: settings.rules)
        let decided = try Pump.run { try await log.decide(decision, on: actions, at: moment) }
        note("\(verb.rawValue) \(actions) \(decided.map(\.result))")
        current?.nudge()
        return decided
    }

    /// `lazaret pause` and `resume`.
    public func setKillSwitch(_ isOn: Bool) throws {
        let (log, moment) = (store, host.moment(at: now))
        _ = try Pump.run {
            try await log.setKillSwitch(on: isOn ? "drill" : nil, actor: "ann", comment: "", at: moment)
        }
        note(isOn ? "kill switch on" : "kill switch off")
        current?.nudge()
    }

    /// SIGHUP with another configuration.
    public func reload(_ change: (inout DeliverySettings) -> Void) {
        change(&settings)
        intakeRules.policy = settings.rules
        current?.reload()
    }

    /// Somebody sets the wall clock.
    public func jumpWall(by duration: Duration) {
        host.wallError += duration.milliseconds
        note("wall clock jumps \(duration)")
    }

    /// The machine sleeps, or the process is stopped; the world goes on.
    public func freeze(for duration: Duration) {
        guard let process = current else { return }
        process.isFrozen = true
        note("p\(process.number) frozen")
        after(duration) { [self] in
            process.isFrozen = false
            note("p\(process.number) thawed")
            attempt { try drainInbox() }
        }
    }

    /// The process is stopped, another takes over, and then the first one wakes.
    public func replace(thawAfter duration: Duration) throws {
        guard let process = current else { return }
        process.isFrozen = true
        process.isReplaced = true
        note("p\(process.number) stopped and replaced")
        try startProcess()
        after(duration) { [self] in
            process.isFrozen = false
            note("p\(process.number) thawed")
        }
    }

    /// The machine is restarted: the boot clock begins anew.
    public func reboot() throws {
        try kill()
        host.bootedAt = now - 1000
        host.boots += 1
        note("reboot")
    }

    public func change(_ body: (inout SimulatedDefender, Moment) -> Void) {
        body(&defender, trueMoment)
    }

    /// Everything in the service's record so far.
    public func report() -> EffectReport { defender.report(at: trueMoment) }

    /// Reads the log.
    public func read<Value>(_ body: (ActionLog) throws -> Value) throws -> Value { try body(store) }

    /// Everything is killed and closed.
    public func end() {
        for process in processes { attempt { try process.bury() } }
        processes = []
        attempt { try store.close() }
    }
}
