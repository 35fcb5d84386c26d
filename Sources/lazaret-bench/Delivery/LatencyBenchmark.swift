import DaemonRig
import Foundation
import Glibc

/// From `rename` into the inbox to the first byte of the POST at the service: one alert at a time, the daemon idle in between.
struct LatencyBenchmark {
    let bench: DeliveryBench

    func run(alerts: Int) throws {
        let service = try InstantService()
        let station = try bench.station(
            service.baseURL, tenants: DeliveryBench.oneTenant,
            more: "throttle: {windows: [{limit: 1000000, per: 1m}]}")
        let (daemon, _) = try bench.start(station)
        var numbers = SeededNumbers(seed: 1)
        var times: [Double] = []
        for number in 0..<alerts + 5 {
            usleep(20_000 + UInt32.random(in: 0..<20_000, using: &numbers))
            let took = try measure(number, station, service, &numbers)
            // The first ones sign in and warm caches.
            if number >= 5 { times.append(took) }
        }
        daemon.signal(SIGTERM)
        daemon.wait()
        print("latency: \(alerts) alerts one by one, rename to first byte of the POST: \(Spread(times).line)")
        print("         (goal: p50 5 ms, p99 20 ms)")
    }

    private func measure(
        _ number: Int, _ station: DaemonStation, _ service: InstantService, _ numbers: inout SeededNumbers
    ) throws -> Double {
        let machine = numbers.hex40()
        let text = """
            {"alertId": "a-\(number)", "machineId": "\(machine)", "sha1": "\(numbers.hex40())", "comment": "Alert", \
            "severity": "high"}
            """
        let temporary = station.inbox + "/.a-\(number).tmp"
        try text.write(toFile: temporary, atomically: false, encoding: .utf8)
        let start = ContinuousClock.now
        guard rename(temporary, station.inbox + "/a-\(number).json") == 0 else { throw BenchFailure("rename", errno) }
        var arrival: ContinuousClock.Instant?
        try Waiting.until("the POST", within: .seconds(10)) {
            arrival = service.arrival(machine)
            return arrival != nil
        }
        return ((arrival ?? start) - start) / .milliseconds(1)
    }
}
