import ArgumentParser
import CurlTransport
import Foundation
import Glibc
import HTTPTransport

/// Requests a second and CPU a request of `CurlTransport`, beside wrk and the `curl` tool on the same loopback server.
struct CurlBenchmark: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "curl",
        abstract: "The HTTP client beside wrk and curl --parallel, on an nginx that answers 201.",
        discussion: "Needs Debian's nginx; wrk and curl where they are to be compared.")

    @Option(help: "Seconds for each client.")
    var seconds = 5

    @Option(help: "Requests under way at a time.")
    var concurrency = 16

    @Flag(help: "CurlTransport's GETs alone, for a profiler.")
    var onlyGET = false

    func run() async throws {
        let server = try LoopbackNginx.start()
        defer { server.stop() }
        print(
            "\(concurrency) requests at a time, \(seconds) s each; CPU is user and system, of the client and of the server"
        )
        print(Report.line([("client", 34), ("requests/s", -12), ("us/request", -12), ("server's", -12), ("busy", -8)]))
        if onlyGET {
            try await show("CurlTransport GET, one pool", server) { try await ours(server.url, isolated: false) }
            return
        }
        if let wrk = LoadTool.find("wrk") {
            try await show("wrk -t1 (keep-alive)", server) {
                try LoadTool.measure(
                    wrk, ["-t1", "-c\(concurrency)", "-d\(seconds)s", server.url], reading: LoadTool.requestsOfWrk)
            }
        }
        try await show("CurlTransport GET, one pool", server) { try await ours(server.url, isolated: false) }
        if let curl = LoadTool.find("curl") {
            let count = 20_000
            try await show("curl --parallel (keep-alive)", server) {
                try LoadTool.measure(
                    curl,
                    [
                        "-s", "--parallel", "--parallel-max", "\(concurrency)", "-o", "/dev/null",
                        "\(server.url)[1-\(count)]",
                    ], reading: { _ in count })
            }
        }
        try await show("CurlTransport POST, fresh each", server) { try await ours(server.url, isolated: true) }
        print(
            "goal of GET on one pool: half of wrk's requests/s, and 30 us of CPU a request; \"busy\" is the server's thread"
        )
    }

    private func show(_ client: String, _ server: LoopbackNginx, _ measure: () async throws -> Load) async throws {
        let before = try server.cpu()
        let load = try await measure()
        let servers = try server.cpu() - before
        print(
            Report.line([
                (client, 34), (String(Int(load.requestsPerSecond)), -12),
                (String(format: "%.1f", load.microsecondsPerRequest), -12),
                (String(format: "%.1f", servers * 1e6 / Double(max(1, load.requests))), -12),
                (String(format: "%.0f %%", servers * 100 / load.duration.inSeconds), -8),
            ]))
    }

    private func ours(_ url: String, isolated: Bool) async throws -> Load {
        let transport = try CurlTransport()
        let request = HTTPRequest(
            method: isolated ? .post : .get, url: url, body: isolated ? Array("{}".utf8) : [], isolated: isolated)
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
                        guard response.status == 201 else { throw ValidationError("answered \(response.status)") }
                        done += 1
                    }
                    return done
                }
            }
            return try await group.reduce(0, +)
        }
        let load = Load(
            requests: count, duration: clock.now - begin, cpu: CPUTime.now(of: RUSAGE_SELF) - usage)
        await transport.shutdown()
        return load
    }
}

/// What one client came to.
struct Load {
    var requests: Int
    var duration: Duration
    var cpu: Double

    var requestsPerSecond: Double { Double(requests) / duration.inSeconds }
    var microsecondsPerRequest: Double { cpu * 1e6 / Double(max(1, requests)) }
}

/// Seconds of CPU, user and system together.
enum CPUTime {
    static func now(of who: __rusage_who) -> Double {
        var usage = rusage()
        getrusage(__rusage_who_t(who.rawValue), &usage)
        let seconds = Double(usage.ru_utime.tv_sec + usage.ru_stime.tv_sec)
        return seconds + Double(usage.ru_utime.tv_usec + usage.ru_stime.tv_usec) / 1e6
    }
}

extension Duration {
    fileprivate var inSeconds: Double { Double(components.seconds) + Double(components.attoseconds) / 1e18 }
}
