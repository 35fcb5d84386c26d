import ArgumentParser
import Foundation

/// What a daemon costs that has nothing to do: processor time, wake-ups and memory, of itself and of each mapping worker.
struct IdleBenchmark: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "idle", abstract: "An idle daemon: CPU, wake-ups a minute, memory and what it is made of.")

    @Option(help: "How long it is watched, in seconds.")
    var seconds = 180

    @Option(help: "The program; else the one beside this benchmark.")
    var lazaret: String?

    @Option(help: "The mappings; else config/mappings of the working directory.")
    var mappings = FileManager.default.currentDirectoryPath + "/config/mappings"

    func run() async throws {
        let directory = FileManager.default.temporaryDirectory.appending(path: "lazaret-idle-\(getpid())").path
        try FileManager.default.createDirectory(atPath: directory, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: directory) }
        let daemon = try start(in: directory)
        defer {
            daemon.terminate()
            daemon.waitUntilExit()
        }
        try await untilReady(directory, daemon)
        // What the start itself owes: the first scan, the first sweep, pages that are given back.
        try await Task.sleep(for: .seconds(10))
        let process = WatchedProcess(id: daemon.processIdentifier)
        let before = try process.figures()
        let bursts = try await bursts(of: process)
        let after = try process.figures()
        report(before, after, bursts: bursts)
        print("\nmemory of the daemon, by what it is\n")
        for (name, kilobytes) in try process.memory() where kilobytes >= 100 {
            print(Report.line([(name, 44), (String(format: "%.1f MB", Double(kilobytes) / 1024), -10)]))
        }
    }

    private func start(in directory: String) throws -> Process {
        let order = try FileManager.default.contentsOfDirectory(atPath: mappings).filter { $0.hasSuffix(".jq") }
            .map { String($0.dropLast(3)) }.sorted()
        let configuration = """
            stateDirectory: state
            mapping: {directory: \(mappings), order: [\(order.joined(separator: ", "))]}
            tenants:
              - {name: idle, tenantId: 11111111-2222-3333-4444-555555555555, clientId: 66666666-7777-8888-9999-000000000000,
                 credential: {managedIdentity: true}}
            http: {listen: "127.0.0.1:0"}
            """
        try configuration.write(toFile: directory + "/lazaret.yaml", atomically: true, encoding: .utf8)
        let own = URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath().deletingLastPathComponent()
        let process = Process()
        process.executableURL = URL(fileURLWithPath: lazaret ?? own.appending(path: "lazaret").path)
        process.arguments = ["run", "--config", directory + "/lazaret.yaml"]
        process.environment = ["PATH": "/usr/bin"]
        let log = directory + "/log"
        try Data().write(to: URL(fileURLWithPath: log))
        process.standardError = try FileHandle(forWritingTo: URL(fileURLWithPath: log))
        try process.run()
        return process
    }

    private func untilReady(_ directory: String, _ daemon: Process) async throws {
        for _ in 0..<300 {
            let log = (try? String(contentsOfFile: directory + "/log", encoding: .utf8)) ?? ""
            if log.contains(" ready ") { return }
            guard daemon.isRunning else { throw ValidationError("the daemon ended: \(log)") }
            try await Task.sleep(for: .milliseconds(100))
        }
        throw ValidationError("the daemon is not ready after half a minute")
    }

    /// Moments at which anything woke: one rescan wakes several threads, and is one moment.
    private func bursts(of process: WatchedProcess) async throws -> Int {
        var bursts = 0
        var isQuiet = true
        var last = try process.figures().switches
        let end = ContinuousClock.now + .seconds(seconds)
        while ContinuousClock.now < end {
            try await Task.sleep(for: .milliseconds(50))
            let now = try process.figures().switches
            if now != last, isQuiet { bursts += 1 }
            isQuiet = now == last
            last = now
        }
        return bursts
    }

    private func report(_ before: WatchedProcess.Figures, _ after: WatchedProcess.Figures, bursts: Int) {
        let cpu = Double(after.nanoseconds - before.nanoseconds) / Double(seconds) / 1e7
        let minutes = Double(seconds) / 60
        print("watched for \(seconds) s, daemon and \(after.workers.count) workers\n")
        for (name, value, goal) in [
            ("processor time", String(format: "%.4f %%", cpu), "0.05 %"),
            ("wake-ups a minute", String(format: "%.1f", Double(bursts) / minutes), "2"),
            (
                "voluntary context switches a minute",
                String(format: "%.1f", Double(after.switches - before.switches) / minutes), ""
            ),
            ("resident, daemon", String(format: "%.1f MB", Double(after.resident) / 1024), "40 MB"),
        ] {
            print(Report.line([(name, 38), (value, -12), (goal.isEmpty ? "" : "goal: " + goal, 16)]))
        }
        for worker in after.workers {
            let text = String(
                format: "%.1f MB, %.1f MB its own", Double(worker.resident) / 1024, Double(worker.anonymous) / 1024)
            print(Report.line([("resident, worker \(worker.id)", 38), (text, -26)]))
        }
    }
}
