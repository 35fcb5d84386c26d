import DefenderSimulator
import Delivery
import FaultSimulation
import LazaretCore
import Testing

/// How close to the quota's optimum a backlog is worked off, in virtual time: exact figures, the same on every machine.
struct OptimumTests {
    /// With free windows of 100 a minute and 1,500 an hour: the last of 1,500 can leave after 14 minutes, the last of 10,000
    /// after six hours and nine minutes.
    @Test(arguments: [(1500, 14 * 60)])
    func `a backlog is worked off within 101 % of the optimum`(backlog: Int, optimum: Int) async throws {
        let took = try await Backlog.drain(backlog)
        #expect(took >= .seconds(optimum))
        #expect(took <= .milliseconds(Int64(optimum) * 1010))
    }
}

/// A backlog that lies there when the daemon starts.
enum Backlog {
    static func drain(_ count: Int) async throws -> Duration {
        var settings = DeliverySettings(
            rules: PolicyRules(
                mode: .enforce, machinesPerFile: nil, actionsPerMachine: nil, actions: nil, canary: 0),
            throttle: ThrottlePolicy(), retry: RetryPolicy(), tracking: TrackingPolicy(), callLimit: .seconds(125))
        settings.tracking.initialInterval = .seconds(300)
        settings.rules.maximumOrdersPerFile = 100_000
        let fixed = settings
        return try await Simulation.onThread {
            let world = try World(seed: 1, settings: fixed)
            try world.startProcess()
            world.deliver(try file(of: count))
            while world.violations.isEmpty, world.report().quarantines.count < count, world.now < 40_000_000 {
                world.run(for: .seconds(1))
            }
            world.end()
            if let violation = world.violations.first { throw violation }
            #expect(world.report().overLimit.isEmpty)
            #expect(world.report().quarantines.count == count)
            return .milliseconds(world.now)
        }
    }

    private static func file(of count: Int) throws -> IntakeFile {
        let sha1 = try #require(SHA1Hash(String(repeating: "b", count: 40)))
        let items = try (0..<count).map { number in
            let machine = try #require(MachineID(String(repeating: "a", count: 32) + String(10_000_000 + number)))
            return MappedAlert.Item.order(Order(machineID: machine, sha1: sha1, comment: "x", severity: .high))
        }
        let alert = MappedAlert(alertID: "backlog", items: items)
        return IntakeFile(
            sourceFile: "backlog.json", subdirectory: nil,
            mapped: MappedFile(documents: [
                MappedDocument(
                    contentSHA256: String(repeating: "0", count: 64), result: .mapped(mapping: "flat", alerts: [alert]))
            ]))
    }
}
