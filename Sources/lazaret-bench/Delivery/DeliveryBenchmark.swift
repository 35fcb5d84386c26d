import ArgumentParser
import Foundation

/// Delivery: how fast an alert leaves, how a large log starts and picks, what tracking costs, and many tenants at once.
struct DeliveryBenchmark: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "delivery", abstract: "Latency, a million queued, ten thousand open, two hundred tenants.",
        discussion: """
            latency: rename into the inbox to the first byte of the POST at the service, on an idle daemon. queue: actions \
            queued in the log: from start to ready, the next pick, memory over idle. tracking: open actions and List calls a \
            round. tenants: many in one daemon, each with a quota of its own.
            """)

    enum Part: String, CaseIterable, ExpressibleByArgument {
        case latency, queue, tracking, tenants
    }

    @Argument(help: "Which parts; all of them by default.")
    var parts: [Part] = []

    @Option(help: "Where state goes; emptied before each part. Not on a tmpfs.")
    var directory = ".build/bench-delivery"

    @Option(help: "Alerts whose latency is measured.")
    var alerts = 300

    @Option(help: "Queued actions.")
    var queued = 1_000_000

    @Option(help: "Picks that are measured.")
    var picks = 2000

    @Option(help: "Open actions.")
    var open = 10_000

    @Option(help: "Tenants.")
    var tenants = 200

    @Option(help: "The daemon; by default the one beside this program.")
    var lazaret = Bundle.main.bundlePath + "/lazaret"

    @Option(help: "Its mappings.")
    var mappings = "config/mappings"

    func run() async throws {
        let bench = DeliveryBench(
            directory: URL(filePath: directory).path, lazaret: lazaret, mappings: URL(filePath: mappings).path)
        for part in parts.isEmpty ? Part.allCases : parts {
            try bench.empty()
            switch part {
            case .latency: try LatencyBenchmark(bench: bench).run(alerts: alerts)
            case .queue: try await QueueBenchmark(bench: bench).run(queued: queued, picks: picks)
            case .tracking: try await TrackingBenchmark(bench: bench).run(open: open)
            case .tenants: try await TenantsBenchmark(bench: bench).run(tenants: tenants)
            }
        }
        try bench.remove()
    }
}
