import DaemonRig
import Foundation
import LazaretCore

/// What the parts share.
struct DeliveryBench {
    let directory: String
    let lazaret: String
    let mappings: String

    func empty() throws {
        try remove()
        try FileManager.default.createDirectory(atPath: directory, withIntermediateDirectories: true)
    }

    func remove() throws {
        if FileManager.default.fileExists(atPath: directory) { try FileManager.default.removeItem(atPath: directory) }
    }

    func station(_ service: String, tenants: [(name: String, id: String)], more: String) throws -> DaemonStation {
        let entries = tenants.map { DaemonStation.tenant($0.name, id: $0.id, service: service) }
        return try DaemonStation(
            directory: directory, lazaret: lazaret, mappings: mappings,
            sections: """
                tenants:
                \(entries.map { "  - " + $0 }.joined(separator: "\n"))
                policy: {mode: enforce, canary: 0, limits: {}}
                http: {listen: ""}
                \(more)
                """)
    }

    /// Starts the daemon and waits for its word that it is ready; how long that took.
    func start(_ station: DaemonStation) throws -> (daemon: Child, took: Duration) {
        let start = ContinuousClock.now
        let daemon = try station.start()
        try Waiting.until("ready", within: .seconds(120), log: { daemon.lastWords }) {
            guard daemon.isRunning else { throw RigError.ended(daemon.name, log: daemon.lastWords) }
            return daemon.hasSaid("notice   ready ")
        }
        return (daemon, ContinuousClock.now - start)
    }

    static let oneTenant = [(name: "bench", id: "11111111-2222-3333-4444-555555555555")]

    /// Megabytes in use.
    static func memory(of process: Int32) -> Double {
        let status = (try? String(contentsOfFile: "/proc/\(process)/status", encoding: .utf8)) ?? ""
        let line = status.split(separator: "\n").first { $0.hasPrefix("VmRSS:") }
        return (line?.split(whereSeparator: \.isWhitespace).dropFirst().first.flatMap { Double($0) } ?? 0) / 1024
    }

    static func flat(_ id: String, _ numbers: inout SeededNumbers) -> String {
        """
        {"alertId": "\(id)", "machineId": "\(numbers.hex40())", "sha1": "\(numbers.hex40())", \
        "comment": "Alert \(id)", "severity": "high"}
        """
    }
}

/// The figures of many measurements.
struct Spread {
    private let sorted: [Double]

    /// In milliseconds.
    init(_ values: [Double]) {
        sorted = values.sorted()
    }

    func quantile(_ share: Double) -> Double {
        sorted.isEmpty ? .nan : sorted[min(sorted.count - 1, Int(Double(sorted.count) * share))]
    }

    var line: String {
        [("p50", 0.5), ("p90", 0.9), ("p99", 0.99), ("max", 1)].map { name, share in
            "\(name) \(Self.round(quantile(share))) ms"
        }.joined(separator: ", ")
    }

    static func round(_ value: Double) -> String { String((value * 100).rounded() / 100) }
}

extension PolicyRules {
    /// Everything leaves.
    static var bench: PolicyRules {
        PolicyRules(mode: .enforce, machinesPerFile: nil, actionsPerMachine: nil, actions: nil, canary: 0)
    }
}
