import ActionLog
import DefenderSimulator
import Delivery
import LazaretCore

/// One seed, from the first alert to rest.
final class SimulationRun: @unchecked Sendable {
    let scenario: Scenario
    let world: World
    var chance: Chance
    private(set) var delivered: [Delivered] = []
    /// How often a person let an action be sent anew.
    private(set) var retries: [Int64: Int] = [:]

    struct Delivered {
        var file: IntakeFile
        var machine: String
        var sha1: String
        var tenant: String
    }

    init(seed: UInt64, keepsTrace: Bool, mutant: Mutant? = nil) throws {
        scenario = Scenario(seed: seed)
        chance = Chance(seed: seed, stream: 11)
        world = try World(
            seed: seed, tenants: scenario.tenants, settings: scenario.settings,
            defender: scenario.defender, keepsTrace: keepsTrace, mutant: mutant)
    }

    func run() {
        world.attempt { try world.startProcess() }
        world.deathRate = scenario.deathRate
        world.diskFaultRate = scenario.diskFaultRate
        plan()
        world.run(until: scenario.length)
        calm()
        // What was queued last grows too old, and what was submitted has an end, within this time.
        let end = world.now + scenario.settings.retry.maximumAge.milliseconds + 4 * 3_600_000
        while world.violations.isEmpty, world.now < end, !isAtRest { world.run(for: .seconds(300)) }
        guard world.violations.isEmpty else { return }
        world.attempt { try Invariants(run: self).check() }
    }

    private func plan() {
        for number in 0..<scenario.alerts {
            // Every other one comes in a burst.
            let time = number.isMultiple(of: 2) ? chance.milliseconds(0...scenario.length) : scenario.length / 3
            let alert = self.alert(number)
            world.queue.add(at: time) { [self] in
                delivered.append(alert)
                world.deliver(alert.file)
            }
        }
        for _ in 0..<scenario.episodes {
            let begin = chance.milliseconds(0...scenario.length)
            let length = chance.milliseconds(1_000...2_400_000)
            let episode = chance.pick(Episode.allCases)
            world.queue.add(at: begin) { [self] in
                world.note("episode \(episode)")
                episode.begin(in: world, &chance)
            }
            world.queue.add(at: min(begin + length, scenario.length)) { [self] in
                world.note("episode over")
                Episode.end(in: world)
            }
        }
        for _ in 0..<scenario.acts {
            let act = chance.pick(Act.allCases)
            world.queue.add(at: chance.milliseconds(0...scenario.length)) { [self] in
                world.note("act \(act)")
                world.attempt { try act.happen(in: self) }
            }
        }
    }

    private func alert(_ number: Int) -> Delivered {
        let machine = Self.id("a", chance.below(scenario.machines))
        let sha1 = Self.id("b", chance.below(scenario.files))
        let tenant = world.tenants[chance.below(world.tenants.count)]
        let hash = String(repeating: "0", count: 56) + String(10_000_000 + number)
        guard let machineID = MachineID(machine), let file = SHA1Hash(sha1) else {
            preconditionFailure("ids of forty hexadecimal digits")
        }
        let order = Order(
            machineID: machineID, sha1: file, comment: "Alert \(number)", alertID: "alert-\(number)",
            tenantID: tenant.id, severity: chance.pick([.medium, .high]))
        let document = MappedDocument(
            contentSHA256: hash,
            result: .mapped(
                mapping: "flat", alerts: [MappedAlert(alertID: "alert-\(number)", items: [.order(order)])]))
        return Delivered(
            file: IntakeFile(
                sourceFile: "\(number).json", subdirectory: nil, mapped: MappedFile(documents: [document])),
            machine: machine, sha1: sha1, tenant: tenant.name)
    }

    private static func id(_ letter: String, _ number: Int) -> String {
        String(repeating: letter, count: 37) + String(100 + number)
    }

    func deliverAgain() {
        guard !delivered.isEmpty else { return }
        world.deliver(chance.pick(delivered).file)
    }

    func addForeignAction() throws {
        guard let machine = MachineID(Self.id("a", chance.below(scenario.machines))),
            let sha1 = SHA1Hash(Self.id("b", chance.below(scenario.files)))
        else { return }
        let tenant = world.tenants[chance.below(world.tenants.count)].id
        world.change { defender, now in
            _ = defender.addForeignAction(tenant: tenant, machine: machine, sha1: sha1, at: now)
        }
    }

    func decide(_ verb: OperatorVerb) throws {
        let rows = try world.read { try $0.actions(ActionFilter()) }
        guard !rows.rows.isEmpty else { return }
        let ids = rows.rows.compactMap { rows.cell("action_id", of: $0).integer }
        for decided in try world.decide(verb, on: [chance.pick(ids)]) {
            if verb == .retry, case .changed = decided.result { retries[decided.action, default: 0] += 1 }
        }
    }

    func reload() {
        let share = chance.pick([0.5, 1])
        let inFlight = chance.pick([1, 8])
        world.reload {
            // Never more than the quota that the seed began with: the model of Defender counts on it.
            $0.throttle.share = min(share, scenario.settings.throttle.share)
            $0.throttle.maximumInFlight = inFlight
        }
    }

    private func calm() {
        world.deathRate = 0
        world.diskFaultRate = 0
        world.note("calm")
        Episode.end(in: world)
        world.attempt { try world.setKillSwitch(false) }
    }

    /// Every action is final, or held for a person.
    private var isAtRest: Bool {
        var filter = ActionFilter()
        filter.states = ["queued", "sending", "unconfirmed", "submitted"]
        filter.limit = 1
        return world.inbox.isEmpty && (try? world.read { try $0.actions(filter).rows.isEmpty }) == true
    }
}
