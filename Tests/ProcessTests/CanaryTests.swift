import DefenderSimulator
import Foundation
import Glibc
import LazaretTestKit
import Testing

/// Secrets with names of their own, looked for everywhere after a whole day's work at log level trace.
struct CanaryTests {
    /// The first bytes of every token that the simulator issues: a JWT's header.
    private static let token = "eyJ0eXAiOiJKV1Qi"

    @Test(
        "it is in no log, database, metric, page, process list, memory or core file",
        arguments: CanarySecret.Kind.allCases.filter(\.isPossible))
    func canary(kind: CanarySecret.Kind) async throws {
        try await Station.with { station in
            let secret = try CanarySecret(kind, in: station)
            let simulator = try await startSimulator(station, secret)
            // Swift's own crash handler would return from a signal that another process sent.
            let daemon = try RunningProcess(
                ["-C", station.directory, LazaretExecutable.path, "run", "--config", station.configuration],
                executable: "/usr/bin/env", environment: ["SWIFT_BACKTRACE": "enable=no"],
                log: station.directory + "/daemon.log")
            try await station.untilReady(daemon)
            try station.drop("a.json", SampleAlert.flat(1))
            try await station.until("success") { try station.states() == ["succeeded"] }
            let pages = try await pages(station, daemon)
            #expect(pages.contains("lazaret_token_expiry_timestamp_seconds"))
            for needle in secret.needles + [Self.token] {
                #expect(!pages.contains(needle))
                let found = ProcessImage.processList().filter { $0.contains(needle) }
                #expect(found.isEmpty, "\(found.map { $0.prefix(40) })")
                let files = try files(below: station.directory, holding: needle, except: secret.files)
                #expect(files.isEmpty, "\(needle) in \(files)")
            }
            // The crypto library copies a key while it reads it (docs/signing-in.md); everything else has been wiped.
            if kind != .privateKey {
                try memory(of: daemon, secret)
                try await dumped(daemon, secret, station)
            }
            try await CoreFile.expectNone(of: daemon, in: station.directory)
            simulator.signal(SIGTERM)
            _ = await simulator.wait()
        }
    }

    /// A process of its own, which knows the secret where it is one that the service knows, and points the station at it.
    private func startSimulator(_ station: Station, _ secret: CanarySecret) async throws -> RunningProcess {
        let portFile = station.directory + "/port"
        let known = secret.kind == .clientSecret ? ["--secret-file", station.directory + "/canary"] : []
        let simulator = try RunningProcess(
            ["simulate", "--port-file", portFile, "--effects", station.directory + "/effects.jsonl"] + known,
            log: station.directory + "/simulator.log")
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

    private static let clientID = Array("66666666-7777-8888-9999-000000000000".utf8)

    /// Between two token calls the secret is nowhere in the daemon's memory: every copy on its way from the file to the wire
    /// has been wiped.
    private func memory(of daemon: RunningProcess, _ secret: CanarySecret) throws {
        guard ProcessImage.isReadable else { return print("skipped: reading another process's memory needs root") }
        let image = ProcessImage(pid: daemon.pid)
        // The search finds what is there.
        #expect(!(try image.regions(holding: Self.clientID).isEmpty))
        for needle in secret.needles {
            let found = try image.regions(holding: Array(needle.utf8))
            #expect(found.isEmpty, "\(needle) in \(found)")
        }
    }

    /// A core file made from outside, which root alone can: what the kernel would write if the daemon let it.
    private func dumped(_ daemon: RunningProcess, _ secret: CanarySecret, _ station: Station) async throws {
        guard ProcessImage.isReadable, FileManager.default.isExecutableFile(atPath: CoreFile.gcore) else {
            return print("skipped: a core file made by gdb's gcore, which needs gdb and root")
        }
        let core = try await CoreFile.made(of: daemon, in: station.directory)
        #expect(core.range(of: Data(Self.clientID)) != nil)
        for needle in secret.needles { #expect(core.range(of: Data(needle.utf8)) == nil, "\(needle)") }
    }
}
