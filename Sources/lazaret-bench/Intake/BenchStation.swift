import ActionLog
import Foundation
import Glibc
import LazaretCore

/// A daemon on a state directory of its own and, where it is to act, a simulated Defender with Defender's quotas.
final class BenchStation {
    let directory: String
    private let process: Process
    private var simulator: Process?

    var daemon: Int32 { process.processIdentifier }
    var state: String { directory + "/state" }
    var inbox: String { state + "/inbox" }

    init(directory: String, lazaret: String, mappings: String, mode: String) throws {
        self.directory = directory
        process = Process()
        var service = "http://127.0.0.1:9"
        if mode != "dryRun" { service = try simulate(lazaret) }
        try """
        stateDirectory: state
        mapping: {directory: \(URL(filePath: mappings).path)}
        tenants:
          - name: bench
            tenantId: 11111111-2222-3333-4444-555555555555
            clientId: 66666666-7777-8888-9999-000000000000
            apiBase: \(service)
            authority: \(service)
            credential: {clientSecretFile: secret}
        policy: {mode: \(mode), limits: {}}
        http: {listen: ""}
        """.write(toFile: directory + "/lazaret.yaml", atomically: true, encoding: .utf8)
        try "secret".write(toFile: directory + "/secret", atomically: true, encoding: .utf8)
        chmod(directory + "/secret", 0o600)
        try start(process, lazaret, ["run", "--config", directory + "/lazaret.yaml"], log: "daemon.log")
        try wait { try self.log("daemon.log").contains("ready") }
    }

    deinit {
        for process in [process, simulator] where process?.isRunning == true {
            kill(process?.processIdentifier ?? 0, SIGKILL)
        }
    }

    /// Alert files in the inbox; counted no further than `limit`, since listing a long directory would take the processor away
    /// from the daemon.
    func waiting(limit: Int = .max) throws -> Int {
        guard let stream = opendir(inbox) else { throw BenchFailure("opendir", errno) }
        defer { closedir(stream) }
        var count = -2
        while count < limit, readdir(stream) != nil { count += 1 }
        return count
    }

    /// Until the inbox is empty.
    func waitUntilEmpty() throws {
        try wait(.milliseconds(50)) { try waiting(limit: 1) == 0 }
    }

    /// Ends everything, and says what there is: alerts with an action in the log, and files in `accepted/`.
    func stop() throws -> (alerts: Int, accepted: Int) {
        kill(daemon, SIGTERM)
        process.waitUntilExit()
        if let simulator {
            simulator.terminate()
            simulator.waitUntilExit()
        }
        let actions = try ActionLog.open(path: state + "/actions.db", access: .reader).summary().actions
        let days = try FileManager.default.contentsOfDirectory(atPath: state + "/accepted")
        let accepted = try days.reduce(0) {
            $0 + (try FileManager.default.contentsOfDirectory(atPath: state + "/accepted/" + $1).count)
        }
        return (actions.reduce(0) { $0 + $1.count }, accepted)
    }

    /// Looks every so often: another process's doing is no event here.
    func wait(_ interval: Duration = .milliseconds(10), _ isOver: () throws -> Bool) throws {
        while try !isOver() {
            guard process.isRunning else {
                throw BenchFailure("the daemon has ended:\n" + (try log("daemon.log")).suffix(2000), ECHILD)
            }
            usleep(UInt32(interval / .microseconds(1)))
        }
    }

    private func simulate(_ lazaret: String) throws -> String {
        let port = directory + "/port"
        let process = Process()
        simulator = process
        try start(
            process, lazaret, ["simulate", "--quiet", "--listen", "127.0.0.1:0", "--port-file", port],
            log: "simulator.log")
        while !FileManager.default.fileExists(atPath: port) {
            guard process.isRunning else { throw BenchFailure("the simulator has ended", ECHILD) }
            usleep(10_000)
        }
        let number = try String(contentsOfFile: port, encoding: .utf8).trimmingCharacters(in: .whitespacesAndNewlines)
        return "http://127.0.0.1:" + number
    }

    private func start(_ process: Process, _ lazaret: String, _ arguments: [String], log: String) throws {
        let file = directory + "/" + log
        try Data().write(to: URL(filePath: file))
        process.executableURL = URL(filePath: lazaret)
        process.arguments = arguments
        process.standardOutput = try FileHandle(forWritingTo: URL(filePath: file))
        process.standardError = process.standardOutput
        process.standardInput = FileHandle.nullDevice
        try process.run()
    }

    private func log(_ name: String) throws -> String {
        try String(contentsOfFile: directory + "/" + name, encoding: .utf8)
    }
}
