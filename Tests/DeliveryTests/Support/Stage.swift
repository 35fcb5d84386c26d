import ActionLog
import DefenderSimulator
import Delivery
import FaultSimulation
import LazaretCore
import Testing

/// The real services over a real action log and the real client, in virtual time, before a model of Defender.
struct Stage {
    let world: World
    private let counter = Counter()

    private final class Counter {
        var number = 0
    }

    init(world: World) {
        self.world = world
    }

    static let machine = String(repeating: "a", count: 40)
    static let file = String(repeating: "b", count: 40)
    static let otherFile = String(repeating: "c", count: 40)

    /// Runs `body` on a thread of its own with the daemon started, and fails on whatever the world found against the rules.
    static func run(
        tenants: Int = 1, settings change: (inout DeliverySettings) -> Void = { _ in },
        defender options: (inout SimulatorOptions) -> Void = { _ in },
        _ body: @escaping @Sendable (Stage) throws -> Void
    ) async throws {
        var settings = Stage.settings
        change(&settings)
        var defender = SimulatorOptions()
        defender.quota.windows = settings.throttle.windows.map { .init(limit: $0.limit, per: $0.per) }
        options(&defender)
        let (fixed, service) = (settings, defender)
        try await Simulation.onThread {
            let world = try World(seed: 1, tenants: tenants, settings: fixed, defender: service)
            world.keepsEvents = true
            try world.startProcess()
            try body(Stage(world: world))
            world.end()
            if let violation = world.violations.first { throw violation }
        }
    }

    /// Enforce, and no rail.
    static var settings: DeliverySettings {
        DeliverySettings(
            rules: PolicyRules(
                mode: .enforce, machinesPerFile: nil, actionsPerMachine: nil, actions: nil, canary: 0),
            throttle: ThrottlePolicy(), retry: RetryPolicy(), tracking: TrackingPolicy(), callLimit: .seconds(125))
    }

    static func machine(_ number: Int) -> String { String(repeating: "d", count: 34) + String(100_000 + number) }

    /// An alert is renamed into the inbox.
    func deliver(
        _ machine: String = machine, _ file: String = file, severity: Severity = .high, tenant: Int = 0
    ) throws {
        counter.number += 1
        let number = counter.number
        let order = Order(
            machineID: try #require(MachineID(machine)), sha1: try #require(SHA1Hash(file)), comment: "Alert \(number)",
            alertID: "\(number)", tenantID: world.tenants[tenant].id, severity: severity)
        let document = MappedDocument(
            contentSHA256: String(repeating: "0", count: 52) + String(100_000_000_000 + number),
            result: .mapped(mapping: "flat", alerts: [MappedAlert(alertID: "\(number)", items: [.order(order)])]))
        world.deliver(
            IntakeFile(sourceFile: "\(number).json", subdirectory: nil, mapped: MappedFile(documents: [document])))
    }

    func run(_ seconds: Int64) { world.run(for: .seconds(seconds)) }

    func add(_ fault: Fault, operation: APIOperation? = .submit, times: Int? = 1, skip: Int = 0) {
        world.change { defender, _ in
            defender.add(fault: FaultRule(fault, operation: operation, skip: skip, times: times))
        }
    }

    /// A row of `machine_actions`, as text.
    func action(_ id: Int64 = 1) throws -> [String: String] {
        let detail = try #require(try world.read { try $0.detail(of: id) })
        return try #require(Self.texts(detail.action).first)
    }

    func states() throws -> [String] {
        try world.read { Self.texts(try $0.actions(ActionFilter())) }.reversed().map { $0["state"] ?? "" }
    }

    /// The API calls for one action, in order.
    func attempts(_ id: Int64 = 1) throws -> [[String: String]] {
        Self.texts(try #require(try world.read { try $0.detail(of: id) }).attempts)
    }

    func outcomes(_ id: Int64 = 1) throws -> [String] { try attempts(id).map { $0["outcome"] ?? "open" } }

    /// Own quarantines that came into being.
    var effects: Int { world.report().quarantines.filter { !$0.isForeign }.count }

    func calls(_ operation: APIOperation) -> [Arrival] { world.report().arrivals(of: operation) }

    /// Milliseconds of the world at which calls arrived.
    func times(_ operation: APIOperation) -> [Int64] {
        calls(operation).map { $0.steadyMilliseconds - 1_000_000 }
    }

    /// Pauses of lanes so far: `LANE REASON SECONDS`, `resumed LANE`.
    var pauses: [String] {
        world.events.compactMap { event in
            switch event {
            case .lanePaused(_, let lane, let pause):
                "\(lane.rawValue) \(pause.reason) \((pause.length?.milliseconds).map { String($0 / 1000) } ?? "-")"
            case .laneResumed(_, let lane): "resumed \(lane.rawValue)"
            default: nil
            }
        }
    }

    func expectQuotaKept(_ location: SourceLocation = #_sourceLocation) {
        let over = world.report().overLimit
        #expect(over.isEmpty, sourceLocation: location)
    }

    private static func texts(_ rows: Rows) -> [[String: String]] {
        rows.rows.map { row in
            var texts: [String: String] = [:]
            for column in rows.columns {
                switch rows.cell(column, of: row) {
                case .text(let text): texts[column] = text
                case .integer(let number): texts[column] = String(number)
                case .real(let number): texts[column] = String(number)
                case .null: break
                }
            }
            return texts
        }
    }
}
