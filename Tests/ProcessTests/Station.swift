import ActionLog
import DefenderSimulator
import Foundation
import Glibc
import LazaretCore
import LazaretTestKit
import LinuxSystem
import Testing

/// A daemon's surroundings for one test: a directory with configuration, secret and mappings, and a simulated Defender in
/// this process.
final class Station: Sendable {
    let directory: String
    let simulator: SimulatorServer
    private let processes = Processes()

    static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().path

    private init(directory: String, simulator: SimulatorServer) {
        self.directory = directory
        self.simulator = simulator
    }

    static func with(
        options: SimulatorOptions = SimulatorOptions.quick, mode: String = "enforce", policy: String = "",
        more: String = "", http: String = "", _ body: (Station) async throws -> Void
    ) async throws {
        try await withTemporaryDirectory { directory in
            let simulator = try await SimulatorServer.start(options: options)
            let station = Station(directory: directory, simulator: simulator)
            try station.writeConfiguration(mode: mode, policy: policy, more: more, http: http)
            do {
                try await body(station)
            } catch {
                await station.end()
                throw error
            }
            await station.end()
        }
    }

    /// Nothing of the test is left when this returns: no daemon that writes into a directory that is being removed, or keeps the
    /// machine busy under the next test.
    private func end() async {
        for process in processes.all {
            if process.isRunning { process.signal(SIGKILL) }
            _ = await process.wait()
        }
        await simulator.stop()
    }

    /// Starts a process that ends with the test at the latest.
    func run(
        _ arguments: [String], executable: String = LazaretExecutable.path, environment: [String: String] = [:],
        log: String
    ) throws -> RunningProcess {
        let process = try RunningProcess(
            arguments, executable: executable, environment: environment, log: directory + "/" + log)
        processes.add(process)
        return process
    }

    private final class Processes: @unchecked Sendable {
        private let lock = NSLock()
        private var started: [RunningProcess] = []

        var all: [RunningProcess] { lock.withLock { started } }
        func add(_ process: RunningProcess) { lock.withLock { started.append(process) } }
    }

    var configuration: String { directory + "/lazaret.yaml" }
    var state: String { directory + "/state" }
    var inbox: String { state + "/inbox" }

    func writeConfiguration(
        mode: String = "enforce", policy: String = "", more: String = "", http: String = ""
    ) throws {
        try """
        stateDirectory: state
        mapping: {directory: \(Self.root)/config/mappings}
        tenants:
          - name: test
            tenantId: 11111111-2222-3333-4444-555555555555
            clientId: 66666666-7777-8888-9999-000000000000
            apiBase: \(simulator.baseURL)
            authority: \(simulator.baseURL)
            credential: {clientSecretFile: secret}
        inbox: {settle: 50ms, rescan: 500ms}
        tracking: {initialInterval: 100ms, maximumInterval: 500ms}
        retry: {initialDelay: 50ms, maximumDelay: 500ms, findBeforeResend: 300ms}
        policy: {mode: \(mode), minimumSeverity: informational, maximumAlertAge: 36500d, canary: 0\(policy)}
        http: {listen: "\(http)"}
        \(more)
        """.write(toFile: configuration, atomically: true, encoding: .utf8)
        // Once, and never open to others: a daemon that runs may read it at any time.
        let secret = directory + "/secret"
        guard !FileManager.default.fileExists(atPath: secret) else { return }
        let isWritten = FileManager.default.createFile(
            atPath: secret, contents: Data("secret".utf8), attributes: [.posixPermissions: 0o600])
        guard isWritten else { throw CocoaError(.fileWriteUnknown) }
    }

    func start(log: String = "daemon.log", environment: [String: String] = [:]) throws -> RunningProcess {
        try run(["run", "--config", configuration], environment: environment, log: log)
    }

    func lazaret(
        _ arguments: [String], input: String? = nil, environment: [String: String] = [:]
    ) async throws -> Finished {
        try await Finished.run(arguments + ["--config", configuration], input: input, environment: environment)
    }

    /// As every producer should: written beside, renamed in.
    func drop(_ name: String, _ text: String) throws {
        let temporary = inbox + "/." + name + ".tmp"
        try text.write(toFile: temporary, atomically: false, encoding: .utf8)
        try FileManager.default.moveItem(atPath: temporary, toPath: inbox + "/" + name)
    }

    func actions() throws -> Rows {
        var filter = ActionFilter()
        filter.ascending = true
        return try ActionLog.open(path: state + "/actions.db", access: .reader).actions(filter)
    }

    /// How many alerts are in the log.
    func alerts() throws -> Int {
        try ActionLog.open(path: state + "/actions.db", access: .reader).alerts(AlertFilter()).rows.count
    }

    func states() throws -> [String] {
        let rows = try actions()
        return rows.rows.compactMap { rows.cell("state", of: $0).text }
    }

    /// Looks at a condition of another process until it holds: there is no event to await. Fails after half a minute.
    func until(
        _ what: String, seconds: Int = 30, log: String = "daemon.log", _ condition: () async throws -> Bool
    ) async throws {
        let time = SystemTimeSource()
        let deadline = ContinuousClock.now + .seconds(seconds)
        while ContinuousClock.now < deadline {
            if (try? await condition()) ?? false { return }
            try await time.sleep(until: time.now().steady + .milliseconds(20))
        }
        let text = (try? String(contentsOfFile: directory + "/" + log, encoding: .utf8)) ?? ""
        Issue.record("timed out waiting for \(what)\n\(text.suffix(3000))")
        throw CancellationError()
    }

    /// Returns when the process stands still, every thread of it: for some time after SIGSTOP was sent it does not.
    func untilStopped(_ process: RunningProcess) async throws {
        process.signal(SIGSTOP)
        try await until("the standstill") { ProcessTable.isStopped(process.pid) }
    }

    func untilReady(_ daemon: RunningProcess) async throws {
        let name = URL(fileURLWithPath: daemon.logFile).lastPathComponent
        try await until("the daemon", log: name) { daemon.log.contains("ready ") }
    }
}

extension SimulatorOptions {
    /// A life of an action in a tenth of a second.
    static var quick: SimulatorOptions {
        var options = SimulatorOptions()
        options.lifecycle.pending = .milliseconds(50)
        options.lifecycle.running = .milliseconds(50)
        return options
    }
}

/// Alerts with invented values.
enum SampleAlert {
    static func hex(_ seed: Int, _ salt: String) -> String {
        let digits = Array("0123456789abcdef")
        var value = UInt64(seed &+ 1) &* 0x9E37_79B9_7F4A_7C15 &+ UInt64(salt.utf8.reduce(0) { $0 &* 31 &+ Int($1) })
        return String(
            (0..<40).map { _ in
                value = value &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
                return digits[Int(value >> 60)]
            })
    }

    static func flat(_ number: Int, machine: String? = nil, sha1: String? = nil) -> String {
        """
        {"alertId": "alert-\(number)", "machineId": "\(machine ?? hex(number, "machine"))",
         "sha1": "\(sha1 ?? hex(number, "file"))", "comment": "test \(number)", "severity": "high"}
        """
    }
}
