import ArgumentParser
import DaemonRig
import Foundation

/// What both campaigns take.
struct TortureOptions: ParsableArguments {
    @Option(help: "The same seed gives the same alerts, faults and instants to kill at.")
    var seed: UInt64 = 1

    @Option(help: "Where state and logs go; must not exist yet. Removed where nothing was found.")
    var directory = ".build/torture-\(getpid())"

    @Option(help: "The daemon; by default the one beside this program.")
    var lazaret = Bundle.main.bundlePath + "/lazaret"

    @Option(help: "Its mappings.")
    var mappings = "config/mappings"

    @Option(help: "Defender's windows, small ones, as limit/duration; may be repeated.")
    var limit = ["20/1s", "240/20s"]

    func validate() throws {
        guard FileManager.default.isExecutableFile(atPath: lazaret) else {
            throw ValidationError("\(lazaret) is no program; name it with --lazaret")
        }
        guard !FileManager.default.fileExists(atPath: directory) else {
            throw ValidationError("\(directory) exists already")
        }
    }

    /// Simulator and station, nothing of the daemon's started yet.
    func rig(_ directory: String, simulator arguments: [String]) throws -> (DaemonStation, SimulatorChild) {
        let directory = URL(filePath: directory).path
        try FileManager.default.createDirectory(atPath: directory, withIntermediateDirectories: true)
        let simulator = try SimulatorChild(
            lazaret: lazaret, directory: directory,
            arguments: ["--seed", String(seed), "--pending", "100ms", "--running", "100ms"]
                + limit.flatMap { ["--limit", $0] } + arguments)
        let tenant = DaemonStation.tenant(
            "torture", id: "11111111-2222-3333-4444-555555555555", service: simulator.baseURL)
        let windows = limit.map { text in
            let parts = text.split(separator: "/")
            return "{limit: \(parts[0]), per: \(parts.dropFirst().first ?? "1s")}"
        }
        let station = try DaemonStation(
            directory: directory, lazaret: lazaret, mappings: mappings,
            sections: """
                inbox: {settle: 50ms, rescan: 500ms}
                tenants: [\(tenant)]
                transport: {connectTimeout: 1s, timeout: 2s}
                throttle: {windows: [\(windows.joined(separator: ", "))]}
                retry: {initialDelay: 20ms, maximumDelay: 500ms, findBeforeResend: 500ms, maximumAttempts: 1000}
                tracking: {initialInterval: 150ms, maximumInterval: 1s}
                policy: {mode: enforce, canary: 0, limits: {}}
                http: {listen: ""}
                """)
        return (station, simulator)
    }
}
