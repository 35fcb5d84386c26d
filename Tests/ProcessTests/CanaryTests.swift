import DefenderSimulator
import Foundation
import Glibc
import LazaretTestKit
import Testing

/// Secrets with names of their own, looked for everywhere after a whole day's work at log level trace.
struct CanaryTests {
    /// The first bytes of every token that the simulator issues: a JWT's header.
    private static let token = "eyJ0eXAiOiJKV1Qi"

    /// The crypto library copies a key while it reads it (docs/signing-in.md); every other secret has been wiped.
    private static let wiped = CanarySecret.Kind.allCases.filter { $0.isPossible && $0 != .privateKey }

    @Test(
        "neither it nor an access token is in a log, database, metric, page, process list or core file",
        arguments: CanarySecret.Kind.allCases.filter(\.isPossible))
    func canary(kind: CanarySecret.Kind) async throws {
        let before = ProcessImage.processes()
        try await withDaemon(kind) { station, daemon, secret in
            let pages = try await pages(station, daemon)
            #expect(pages.contains("lazaret_token_expiry_timestamp_seconds"))
            let list = ProcessImage.processList(since: before)
            #expect(list.contains("\(daemon.pid)/cmdline: run"))
            for needle in secret.needles + [Self.token] {
                #expect(!pages.contains(needle))
                let found = list.filter { $0.contains(needle) }
                #expect(found.isEmpty, "\(found.map { $0.prefix(40) })")
                let files = try files(below: station.directory, holding: needle, except: secret.files)
                #expect(files.isEmpty, "\(needle) in \(files)")
            }
            try CoreFile.expectLimit(of: daemon)
            try await CoreFile.expectNone(of: daemon, in: station.directory)
        }
    }

    /// Between two token calls the secret is nowhere in the daemon's memory: every copy on its way from the file to the wire
    /// has been wiped.
    @Test(
        "it is not in memory", .enabled(if: ProcessImage.isReadable, "only root may read the daemon's memory"),
        arguments: wiped)
    func memory(kind: CanarySecret.Kind) async throws {
        try await withDaemon(kind) { _, daemon, secret in
            let image = ProcessImage(pid: daemon.pid)
            // The search finds what is there: who the daemon is, and the access token as long as it is good.
            for present in [Self.clientID, Self.token] {
                #expect(!(try image.regions(holding: Array(present.utf8)).isEmpty), "\(present)")
            }
            for needle in secret.needles {
                let found = try image.regions(holding: Array(needle.utf8))
                #expect(found.isEmpty, "\(needle) in \(found)")
            }
        }
    }

    /// What the kernel would write if the daemon let it.
    @Test(
        "it is not in a core file that root makes from outside",
        .enabled(if: ProcessImage.isReadable && CoreFile.canBeMade, "needs gdb's gcore and root"), arguments: wiped)
    func dumped(kind: CanarySecret.Kind) async throws {
        try await withDaemon(kind) { station, daemon, secret in
            let core = try await CoreFile.made(of: daemon, in: station.directory)
            for present in [Self.clientID, Self.token] {
                #expect(core.range(of: Data(present.utf8)) != nil, "\(present)")
            }
            for needle in secret.needles { #expect(core.range(of: Data(needle.utf8)) == nil, "\(needle)") }
        }
    }

    @Test(
        "a raised limit gets no core file out of it either",
        .enabled(if: CoreFile.limitCanBeRaised, "needs CAP_SYS_RESOURCE, and a kernel that keeps core files in place"))
    func raisedLimit() async throws {
        try await withDaemon(.federatedToken) { station, daemon, _ in
            try CoreFile.expectLimit(of: daemon)
            try await CoreFile.raiseLimit(of: daemon)
            try await CoreFile.expectOneOfAnother(in: station.directory)
            try await CoreFile.expectNone(of: daemon, in: station.directory)
        }
    }

    @Test(
        "its memory is closed to other processes of its account",
        .enabled(if: OtherAccount.isPossible, "needs root and setpriv"))
    func closed() async throws {
        try await withDaemon(.federatedToken, as: OtherAccount.command) { station, daemon, _ in
            // The kernel gives `/proc/PID` of what may not be dumped to root, and every other's to its account.
            #expect(try OtherAccount.owner(ofMemoryOf: daemon.pid) == 0)
            let other = try station.run(
                OtherAccount.command.dropFirst() + ["/usr/bin/sleep", "60"], executable: OtherAccount.command[0],
                log: "other.log")
            try await station.until("the other process") {
                try OtherAccount.owner(ofMemoryOf: other.pid) == OtherAccount.id
            }
            other.signal(SIGKILL)
            _ = await other.wait()
        }
    }

    /// With a daemon that has signed in with such a credential at log level trace, and has brought one action to its end.
    private func withDaemon(
        _ kind: CanarySecret.Kind, as command: [String] = ["/usr/bin/env"],
        _ body: (Station, RunningProcess, CanarySecret) async throws -> Void
    ) async throws {
        try await Station.with { station in
            let secret = try CanarySecret(kind, in: station)
            let simulator = try await startSimulator(station, secret)
            // Swift's own crash handler would return from a signal that another process sent.
            let daemon = try station.run(
                command.dropFirst() + [
                    "/usr/bin/env", "-C", station.directory, LazaretExecutable.path, "run", "--config",
                    station.configuration,
                ],
                executable: command[0], environment: ["SWIFT_BACKTRACE": "enable=no"], log: "daemon.log")
            try await station.untilReady(daemon)
            try station.drop("a.json", SampleAlert.flat(1))
            try await station.until("success") { try station.states() == ["succeeded"] }
            try await body(station, daemon, secret)
            simulator.signal(SIGTERM)
            _ = await simulator.wait()
        }
    }

    /// A process of its own, which knows the secret where it is one that the service knows, and points the station at it.
    private func startSimulator(_ station: Station, _ secret: CanarySecret) async throws -> RunningProcess {
        let portFile = station.directory + "/port"
        let known = secret.kind == .clientSecret ? ["--secret-file", station.directory + "/canary"] : []
        let simulator = try station.run(
            ["simulate", "--port-file", portFile, "--effects", station.directory + "/effects.jsonl"] + known,
            log: "simulator.log")
        try await station.until("the simulator") { FileManager.default.fileExists(atPath: portFile) }
        let port = try String(contentsOfFile: portFile, encoding: .utf8).trimmingCharacters(in: .newlines)
        let written = try String(contentsOfFile: station.configuration, encoding: .utf8)
        try written.replacing(station.simulator.baseURL, with: "http://127.0.0.1:\(port)")
            .replacing("{clientSecretFile: secret}", with: secret.credential)
            .replacing("http: {listen: \"\"}", with: "http: {listen: \"127.0.0.1:0\"}\nlog: {level: trace}")
            .write(toFile: station.configuration, atomically: true, encoding: .utf8)
        return simulator
    }

    private func pages(_ station: Station, _ daemon: RunningProcess) async throws -> String {
        var text = ""
        for path in ["/", "/metrics", "/-/ready", "/-/healthy"] {
            text += try await station.get(path, of: daemon).text
        }
        return text
    }

    private static let clientID = "66666666-7777-8888-9999-000000000000"
}
