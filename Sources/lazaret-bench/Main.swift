import ArgumentParser

/// `make bench`: figures for a person to read, never asserted. One file a benchmark; each prints what it measured, on what,
/// and the floor it is compared with.
@main
struct Main: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "lazaret-bench",
        abstract: "Benchmarks of Lazaret. Build with -c release.",
        subcommands: [
            GateBenchmark.self, MappingBenchmark.self, IntakeBenchmark.self, ActionLogBenchmark.self,
            RetentionBenchmark.self,
            DeliveryBenchmark.self, CurlBenchmark.self, IdleBenchmark.self, GateFuzz.self,
        ])
}
