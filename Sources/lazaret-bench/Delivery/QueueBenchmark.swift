import ActionLog
import DaemonRig
import Foundation
import Glibc
import LazaretCore
import LinuxSystem

/// A log with very many queued actions: from start to ready, the next pick, and memory over that of a daemon with nothing to do.
struct QueueBenchmark {
    let bench: DeliveryBench
    private let time = SystemTimeSource()

    init(bench: DeliveryBench) { self.bench = bench }

    func run(queued: Int, picks: Int) async throws {
        let service = try InstantService()
        let idle = try await measure(service, queued: 0, picks: 0)
        try bench.empty()
        let full = try await measure(service, queued: queued, picks: picks)
        print("queue:   \(queued) queued, filled in bulk in \(Int(full.fill)) s, \(full.size) MB of log")
        print("         start to ready \(full.ready) ms, of an empty log \(idle.ready) ms (goal: 1000 ms)")
        print("         next pick, its durable intent included: \(Spread(full.picks).line) (goal: p99 1 ms)")
        print("         the same commit without a pick: \(Spread(full.floor).line)")
        print(
            "         memory \(Spread.round(full.memory)) MB, idle \(Spread.round(idle.memory)) MB, over it \(Spread.round(full.memory - idle.memory)) MB (goal: 64 MB)"
        )
    }

    private struct Figures {
        var fill = 0.0
        var size = 0
        var ready = 0
        var memory = 0.0
        var picks: [Double] = []
        var floor: [Double] = []
    }

    private func measure(_ service: InstantService, queued: Int, picks: Int) async throws -> Figures {
        var figures = Figures()
        let station = try bench.station(service.baseURL, tenants: DeliveryBench.oneTenant, more: "")
        if queued > 0 {
            let path = station.state + "/actions.db"
            let took = try ContinuousClock().measure { try fill(path, queued) }
            figures.fill = took / .seconds(1)
            try await pick(picks, path, &figures)
            let bytes = try FileManager.default.attributesOfItem(atPath: path)[.size] as? Int
            figures.size = (bytes ?? 0) >> 20
            // As after a start of the machine, nothing of the filling is left to write.
            sync()
        }
        let (daemon, took) = try bench.start(station)
        figures.ready = Int(took / .milliseconds(1))
        // It submits, tracks and settles meanwhile: what it needs for that is to be seen.
        try await Task.sleep(for: .seconds(5))
        figures.memory = DeliveryBench.memory(of: daemon.pid)
        daemon.signal(SIGTERM)
        daemon.wait()
        return figures
    }

    /// Arrived in the last six hours, in bulk.
    private func fill(_ path: String, _ queued: Int) throws {
        let now = time.now().wall
        let queue = LongLog(
            path: path, actions: queued, events: queued,
            content: .queue(tenant: "bench", from: now - .seconds(6 * 3600), to: now))
        try queue.checkRoom()
        _ = try queue.write(until: .now + .seconds(1_000_000))
        sync()
    }

    private func pick(_ picks: Int, _ path: String, _ figures: inout Figures) async throws {
        let log = try ActionLog.open(path: path, access: .daemon, boot: time.boot)
        _ = try await log.recover(at: time.now())
        for _ in 0..<picks {
            let now = time.now()
            let request = ClaimRequest(
                tenant: "bench", rules: .bench, retry: RetryPolicy(), deadline: now.steady + .seconds(70))
            let start = ContinuousClock.now
            let result = try await log.claim(request, at: now)
            figures.picks.append((ContinuousClock.now - start) / .milliseconds(1))
            guard case .claimed(let claim) = result else { throw BenchFailure("claim: \(result)", ENOENT) }
            let call = FinishedCall(
                attemptID: claim.attemptID, outcome: "refused",
                report: CallReport(startedAt: now.wall, finishedAt: now.wall),
                usedQuota: false)
            try await log.record(
                claim, call: call, change: ActionChange(from: .sending, to: .refused, errorCode: "bench"), at: now)
            let beginning = ContinuousClock.now
            let attempt = try await log.begin(
                CallIntent(tenant: "bench", operation: .list, actionID: nil, deadline: now.steady), at: now)
            figures.floor.append((ContinuousClock.now - beginning) / .milliseconds(1))
            try await log.finish(
                FinishedCall(
                    attemptID: attempt, outcome: "ok", report: CallReport(startedAt: now.wall, finishedAt: now.wall),
                    usedQuota: false), at: now)
        }
        try log.close()
    }
}
