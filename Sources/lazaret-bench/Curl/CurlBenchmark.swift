import ArgumentParser
import CurlTransport
import Foundation
import Glibc
import HTTPTransport
import LinuxSystem

/// Requests a second and CPU a request of `CurlTransport` on one connection pool, beside wrk, the `curl` tool and libcurl by itself,
/// against the same servers on loopback.
struct CurlBenchmark: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "curl",
        abstract: "The HTTP client beside wrk, curl --parallel and libcurl alone, on nginx and the simulator.",
        discussion: "Needs Debian's nginx and openssl; wrk and curl where they are to be compared.")

    @Option(help: "Seconds for each client.")
    var seconds = 3

    @Option(help: "Requests under way at a time.")
    var concurrency = 16

    @Option(help: "Of the servers only this one, counted from 0.")
    var only: Int?

    @Flag(help: "CurlTransport alone, for a profiler.")
    var onlyOurs = false

    func run() async throws {
        // As the daemon does.
        ResidentMemory.keepHeapTogether()
        print("\(concurrency) requests at a time, \(seconds) s each; CPU is user and system time")
        let nginx = try LoopbackNginx.start()
        defer { nginx.stop() }
        let simulator = try await ListService.start()
        defer { simulator.stop() }
        let targets = nginx.targets + [simulator.target]
        for target in only.map({ [targets[$0]] }) ?? targets { try await compare(target) }
        if !onlyOurs, only == nil {
            print("\nPOST on a connection of its own each, nginx, an empty 201")
            for target in nginx.posts {
                try await show("CurlTransport, " + target.title, target, over: nil) {
                    try await ours(target, isolated: true)
                }
            }
        }
        print("\ngoal: half of wrk's requests/s, and at most 30 us of CPU of ours a request; \"busy\" is the server")
    }

    private func compare(_ target: CurlTarget) async throws {
        print("\n" + target.title)
        print(
            Report.line([
                ("client", 30), ("requests/s", -12), ("of wrk's", -10), ("us/request", -12), ("server's", -10),
                ("busy", -8),
            ]))
        var wrks: Double?
        if !onlyOurs, let wrk = LoadTool.find("wrk") {
            let headers = target.headerLines.flatMap { ["-H", $0] }
            wrks = try await show("wrk, one thread", target, over: nil) {
                try LoadTool.measure(
                    wrk, ["-t1", "-c\(concurrency)", "-d\(seconds)s"] + headers + [target.url],
                    reading: LoadTool.requestsOfWrk)
            }
        }
        if !onlyOurs {
            try await show("libcurl alone, one thread", target, over: wrks) {
                try LibcurlAlone.measure(target, concurrency: concurrency, seconds: seconds)
            }
        }
        try await show("CurlTransport", target, over: wrks) { try await ours(target, isolated: false) }
        guard !onlyOurs, let curl = LoadTool.find("curl") else { return }
        try await show("curl --parallel", target, over: wrks) { try tool(curl, target) }
    }

    /// Requests a second.
    @discardableResult
    private func show(
        _ client: String, _ target: CurlTarget, over wrks: Double?, _ measure: () async throws -> Load
    ) async throws -> Double {
        let before = try target.cpu()
        let load = try await measure()
        let servers = try target.cpu() - before
        print(
            Report.line([
                (client, 30), (String(Int(load.requestsPerSecond)), -12),
                (wrks.map { String(format: "%.2f", load.requestsPerSecond / $0) } ?? "", -10),
                (String(format: "%.1f", load.microsecondsPerRequest), -12),
                (String(format: "%.1f", servers * 1e6 / Double(max(1, load.requests))), -10),
                (String(format: "%.0f %%", servers * 100 / load.duration.inSeconds), -8),
            ]))
        return load.requestsPerSecond
    }

    private func tool(_ curl: String, _ target: CurlTarget) throws -> Load {
        let count = 15_000
        var arguments = ["-s", "--fail", "--parallel", "--parallel-max", "\(concurrency)", "-o", "/dev/null"]
        arguments += target.headerLines.flatMap { ["-H", $0] }
        if let file = target.caFile { arguments += ["--cacert", file] }
        // A fragment is not sent: the same request each time.
        return try LoadTool.measure(curl, arguments + [target.url + "#[1-\(count)]"], reading: { _ in count })
    }

    private func ours(_ target: CurlTarget, isolated: Bool) async throws -> Load {
        var settings = TransportSettings()
        settings.caFile = target.caFile ?? ""
        let transport = try CurlTransport(settings)
        let request = HTTPRequest(
            method: isolated ? .post : .get, url: target.url, headers: target.headers,
            body: isolated ? Array("{}".utf8) : [], isolated: isolated)
        let clock = ContinuousClock()
        let usage = CPUTime.now(of: RUSAGE_SELF)
        let begin = clock.now
        let end = begin + .seconds(seconds)
        let count = try await withThrowingTaskGroup(of: Int.self) { group in
            for _ in 0..<concurrency {
                group.addTask {
                    var done = 0
                    while clock.now < end {
                        let response = try await transport.send(request)
                        guard response.status == target.status else {
                            throw ValidationError("answered \(response.status)")
                        }
                        done += 1
                    }
                    return done
                }
            }
            return try await group.reduce(0, +)
        }
        let load = Load(requests: count, duration: clock.now - begin, cpu: CPUTime.now(of: RUSAGE_SELF) - usage)
        await transport.shutdown()
        return load
    }
}
