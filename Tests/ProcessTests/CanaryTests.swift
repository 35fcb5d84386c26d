import DefenderSimulator
import Foundation
import Glibc
import LazaretTestKit
import Testing

/// A client secret with a name of its own, looked for everywhere after a whole day's work at log level trace.
struct CanaryTests {
    private static let canary = "canary-" + UUID().uuidString
    /// The first bytes of every token that the simulator issues: a JWT's header.
    private static let token = "eyJ0eXAiOiJKV1Qi"

    private func configure(_ station: Station, simulator port: Int) throws {
        let written = try String(contentsOfFile: station.configuration, encoding: .utf8)
        try written.replacing(station.simulator.baseURL, with: "http://127.0.0.1:\(port)")
            .replacing("http: {listen: \"\"}", with: "http: {listen: \"127.0.0.1:0\"}\nlog: {level: trace}")
            .write(toFile: station.configuration, atomically: true, encoding: .utf8)
        let secret = station.directory + "/secret"
        // With bytes that a form writes otherwise.
        try "\(Self.canary)+/=~Q8".write(toFile: secret, atomically: true, encoding: .utf8)
        try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: secret)
    }

    private func pages(_ station: Station, _ daemon: RunningProcess) async throws -> String {
        var text = ""
        for path in ["/", "/metrics", "/-/ready", "/-/healthy"] {
            text += try await station.get(path, of: daemon).text
        }
        return text
    }

    /// A daemon with that secret, which has done its work.
    private func withDaemon(_ body: (Station, RunningProcess) async throws -> Void) async throws {
        try await Station.with { station in
            let portFile = station.directory + "/port"
            try Data("\(Self.canary)+/=~Q8".utf8).write(to: URL(fileURLWithPath: station.directory + "/secret"))
            let simulator = try RunningProcess(
                [
                    "simulate", "--port-file", portFile, "--effects", station.directory + "/effects.jsonl",
                    "--secret-file", station.directory + "/secret",
                ],
                log: station.directory + "/simulator.log")
            try await station.until("the simulator") { FileManager.default.fileExists(atPath: portFile) }
            let port = try String(contentsOfFile: portFile, encoding: .utf8).trimmingCharacters(in: .newlines)
            try configure(station, simulator: try #require(Int(port)))

            // Swift's own crash handler would return from a signal that another process sent.
            let daemon = try station.start(environment: ["SWIFT_BACKTRACE": "enable=no"])
            try await station.untilReady(daemon)
            try station.drop("a.json", SampleAlert.flat(1))
            try await station.until("success") { try station.states() == ["succeeded"] }
            try await body(station, daemon)
            simulator.signal(SIGTERM)
            _ = await simulator.wait()
        }
    }

    @Test("it is in no log, database, metric, page or process list, and no core file can hold it")
    func canary() async throws {
        try await withDaemon { station, daemon in
            let pages = try await pages(station, daemon)
            #expect(pages.contains("lazaret_token_expiry_timestamp_seconds"))
            for needle in [Self.canary, Self.token] {
                #expect(!pages.contains(needle))
                let found = ProcessImage.processList().filter { $0.contains(needle) }
                #expect(found.isEmpty, "\(found.map { $0.prefix(40) })")
                let files = try files(below: station.directory, holding: needle, except: ["secret"])
                #expect(files.isEmpty, "\(needle) in \(files)")
            }
            let limits = try String(contentsOfFile: "/proc/\(daemon.pid)/limits", encoding: .utf8)
            let core = try #require(limits.split(separator: "\n").first { $0.hasPrefix("Max core file size") })
            #expect(core.split(separator: " ").dropFirst(4).prefix(2).allSatisfy { $0 == "0" })
            daemon.signal(SIGABRT)
            #expect(await daemon.wait() == 128 + SIGABRT)
            let left = try FileManager.default.subpathsOfDirectory(atPath: station.directory)
            #expect(!left.contains { ($0 as NSString).lastPathComponent.hasPrefix("core") })
        }
    }

    /// Between two token calls the secret is nowhere in the daemon's memory: every copy on its way from the file to the wire
    /// has been wiped.
    @Test(
        "it is nowhere in the daemon's memory",
        .enabled(if: ProcessImage.isReadable, "reading another process's memory needs root"))
    func memory() async throws {
        try await withDaemon { _, daemon in
            let image = ProcessImage(pid: daemon.pid)
            // The search finds what is there.
            #expect(!(try image.regions(holding: Array("66666666-7777-8888-9999-000000000000".utf8)).isEmpty))
            let found = try image.regions(holding: Array(Self.canary.utf8))
            #expect(found.isEmpty, "\(found)")
            daemon.signal(SIGTERM)
            #expect(await daemon.wait() == 0)
        }
    }
}
